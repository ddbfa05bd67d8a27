package io.github.kesselevents.conformance.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** In which of the kit's classes, or in what they call, the judging thread spends its time; by JFR's samples. */
final class Profile {

    private static final String KIT = "io.github.kesselevents.";
    private static final String SAMPLES = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final double WORTH_A_LINE = 0.01;

    private Profile() {}

    /** Runs the work and prints the share of each class, the greatest first. */
    static void print(String what, Runnable work) throws IOException {
        Map<String, Integer> samples = new TreeMap<>();
        Path file = Files.createTempFile("profile", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLES).withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(SAMPLES))
                    .map(Profile::phase)
                    .filter(phase -> !phase.isEmpty())
                    .forEach(phase -> samples.merge(phase, 1, Integer::sum));
        } finally {
            Files.delete(file);
        }
        int all = samples.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%nwhere the time of %s goes (%d samples)%n", what, all);
        samples.entrySet().stream()
                .filter(entry -> entry.getValue() >= all * WORTH_A_LINE)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> System.out.printf(
                        Locale.ROOT, "%5.1f %% %s%n", 100.0 * entry.getValue() / all, entry.getKey()));
    }

    /** The innermost class of the kit, of a thread that judges; empty for any other. */
    private static String phase(RecordedEvent sample) {
        if (sample.getStackTrace() == null) {
            return "";
        }
        List<String> classes = sample.getStackTrace().getFrames().stream()
                .map(Profile::className)
                .filter(name -> name.startsWith(KIT))
                .map(name -> name.substring(name.lastIndexOf('.') + 1).replaceFirst("\\$.*", ""))
                .toList();
        return classes.contains("Examiner") || classes.contains("History") ? classes.get(0) : "";
    }

    private static String className(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }
}
