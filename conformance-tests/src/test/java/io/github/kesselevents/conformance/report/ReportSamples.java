package io.github.kesselevents.conformance.report;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.history.RecordedSession;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.ExitCode;
import io.github.kesselevents.conformance.verdict.SavedHistory;
import io.github.kesselevents.conformance.verdict.SavedHistory.Judged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reports on the bundled histories and the recorded sessions; they stay in {@code target/reports} to be looked at. */
enum ReportSamples {
    CONFORMING,
    LOST_EVENT,
    PHANTOM_AFTER_ROLLBACK,
    SWAPPED_UPDATES,
    NEW_ID_ON_REDELIVERY,
    STALLED_RELAY,
    CONFORMING_GRADE_C,
    CUT_OFF,
    SESSION_KILLED,
    SESSION_REWOUND,
    SESSION_STALLED;

    private static final Path FOLDER = Path.of("target", "reports");

    /** What was written. */
    record Written(Judged judged, Path history, Path folder) {

        String html() throws java.io.IOException {
            return Files.readString(folder.resolve("report.html"));
        }

        String text(String file) throws java.io.IOException {
            return Files.readString(folder.resolve(file));
        }

        ExitCode exitCode() {
            return judged.judgement().exitCode();
        }
    }

    /** Judges the sample and writes all four files anew. */
    Written write() throws java.io.IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(word()));
        return write(
                word(),
                history(folder.resolve("history.ndjson")),
                folder,
                this == CONFORMING_GRADE_C ? Grade.C : Grade.A);
    }

    static Written write(String name, Path history, Path folder, Grade grade) {
        Judged judged = SavedHistory.judge(history, null, grade);
        Source source = new Source(name, judged.started(), "mvn -q verify -Dhistory=" + name);
        ReportWriter.write(folder, judged.judgement(), source, history);
        return new Written(judged, history, folder);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Path history(Path file) throws java.io.IOException {
        Files.deleteIfExists(file);
        return switch (this) {
            case SESSION_KILLED -> RecordedSession.KILLED.writeTo(file);
            case SESSION_REWOUND -> RecordedSession.REWOUND.writeTo(file);
            case SESSION_STALLED -> RecordedSession.STALLED.writeTo(file);
            case CUT_OFF ->
                Files.write(file, Files.readAllLines(bundled("conforming")).subList(0, 30));
            case CONFORMING_GRADE_C -> bundled("conforming");
            default -> bundled(word());
        };
    }

    private static Path bundled(String name) {
        return BundledHistories.find(name).orElseThrow();
    }
}
