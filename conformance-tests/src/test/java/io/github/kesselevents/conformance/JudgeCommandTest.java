package io.github.kesselevents.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.BundledHistories;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is refused in one sentence, with the exit code of an error of the kit. */
class JudgeCommandTest {

    private static final int ERROR = 3;
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    @Test
    void theExitCodeIsTheVerdict() throws Exception {
        assertThat(run("--history=conforming").code()).isZero();
        assertThat(run("--history=lost-event").code()).isEqualTo(1);
        Path cut = Files.write(folder.resolve("cut.ndjson"), conforming().subList(0, 30));
        assertThat(run("--history=" + cut).code()).isEqualTo(2);
    }

    @Test
    void theCommandThatRepeatsItIsPrinted() {
        assertThat(run("--history=conforming", "--grade=c", "--profile=kessel").out())
                .endsWith("mvn -q verify -Dhistory=conforming -Dgrade=C -Dprofile=kessel\n");
    }

    @Test
    void reportsAreWrittenWhereTheyAreAskedFor() throws Exception {
        Path reports = folder.resolve("some").resolve("reports");
        Ran ran = run("--history=lost-event", "--reports=" + reports);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).endsWith("For a browser   " + reports.resolve("report.html") + "\n");
        assertThat(reports).isDirectoryContaining("glob:**/report.html");
        assertThat(Files.readString(reports.resolve("report.json"))).contains("\"exitCode\" : 1");
    }

    @Test
    void aRedactedCopyIsJudgedInsteadAndNeverOverwritesAFile() {
        Path copy = folder.resolve("shared.ndjson");
        Ran ran = run("--history=lost-event", "--redacted=" + copy);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).endsWith("mvn -q verify -Dhistory=" + copy + "\n");
        requireRefused(
                run("--history=lost-event", "--redacted=" + copy),
                "No history can be written to " + copy + " (java.nio.file.FileAlreadyExistsException: " + copy
                        + "); choose another file.");
    }

    @Test
    void aFolderForReportsThatCannotBeWrittenIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Ran ran = run("--history=lost-event", "--reports=" + file);
        assertThat(ran.code()).isEqualTo(ERROR);
        assertThat(ran.err()).startsWith("The reports cannot be written to " + file);
        assertThat(ran.err().lines()).hasSize(1);
    }

    @Test
    void aMissingFileIsRefused() {
        requireRefused(
                run("--history=/nosuch/history.ndjson"),
                "There is no history at /nosuch/history.ndjson; check the path.");
    }

    @Test
    void aFolderIsRefused() {
        requireRefused(
                run("--history=" + folder), folder + " cannot be read (Is a directory); name the file of a history.");
    }

    @Test
    void aHistoryThatIsCutWithinALineIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(BundledHistories.find("conforming").orElseThrow());
        Path cut = Files.write(folder.resolve("cut.ndjson"), Arrays.copyOf(whole, whole.length - 10));
        assertThat(run("--history=" + cut).err()).contains("cut off in line 59", "head -n 58");
        assertThat(run("--history=" + cut).code()).isEqualTo(ERROR);
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "Dear diary\n");
        Ran ran = run("--history=" + file);
        requireOneSentence(ran);
        assertThat(ran.err()).contains(file + ", line 1 is no entry of a history");
    }

    @Test
    void aNewerVersionIsRefused() throws Exception {
        List<String> lines = conforming();
        lines.set(0, lines.get(0).replace("\"version\":1", "\"version\":2"));
        Path file = Files.write(folder.resolve("newer.ndjson"), lines);
        requireRefused(
                run("--history=" + file),
                file + " is of version 2, this kit reads up to 1; judge it with a newer kit.");
    }

    @Test
    void anEntryThatLacksWhatTheChecksNeedIsRefused() throws Exception {
        List<String> lines = conforming();
        lines.set(1, "{\"kind\":\"committed\",\"at\":1,\"xid\":1,\"messages\":[],\"rows\":[{}]}");
        Path file = Files.write(folder.resolve("holes.ndjson"), lines);
        Ran ran = run("--history=" + file);
        requireOneSentence(ran);
        assertThat(ran.err()).contains(file + ", line 2 ");
    }

    @Test
    void anUnknownProfileIsRefused() throws Exception {
        String message = "There is no profile nosuch, neither bundled nor as a file;"
                + " use kessel, or the path of a YAML file.";
        requireRefused(run("--history=conforming", "--profile=nosuch"), message);

        List<String> lines = conforming();
        lines.set(0, lines.get(0).replace("\"profile\":\"kessel\"", "\"profile\":\"nosuch\""));
        Path file = Files.write(folder.resolve("foreign.ndjson"), lines);
        requireRefused(run("--history=" + file), message);
    }

    @Test
    void aProducersFileIsJudgedByItsProfileAndNeedsNoSecret() throws Exception {
        Path producer = Files.writeString(folder.resolve("producer.yaml"), """
                name: mine
                command: [bin/mine, $PORT]
                api: {token: {env: NEVER_SET}}
                profile: {not_promised: {ATOMIC-8: Its outbox is a table.}}
                """);
        Ran ran = run("--history=conforming", "--producer=" + producer);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Not judged\n  ATOMIC-8: the profile mine does not promise it: Its outbox is a table.")
                .endsWith("mvn -q verify -Dhistory=conforming -Dproducer=" + producer + "\n");
        requireRefused(
                run("--history=conforming", "--producer=" + producer, "--profile=kessel"),
                "--producer says which profile it has; leave out --profile; see --help.");
    }

    @Test
    void brokenYamlIsRefused() throws Exception {
        Path profile = Files.writeString(folder.resolve("broken.yaml"), "name: kessel\nstreams: [\n");
        Ran ran = run("--history=conforming", "--profile=" + profile);
        requireOneSentence(ran);
        assertThat(ran.err())
                .startsWith("The profile " + profile + " cannot be used: ")
                .contains("line 2");
    }

    @Test
    void aProfileWithoutAMemberIsRefused() throws Exception {
        Path profile = Files.writeString(folder.resolve("short.yaml"), "name: kessel\n");
        Ran ran = run("--history=conforming", "--profile=" + profile);
        requireOneSentence(ran);
        assertThat(ran.err())
                .startsWith("The profile " + profile + " has no tables; give it one, as the bundled kessel.yaml does.");
    }

    @Test
    void anUnknownRequirementInTheProfileIsRefused() throws Exception {
        Path known = profile("  - id: FIDELITY-2\n", "  - id: FIDELTY-2\n");
        requireRefused(
                run("--history=conforming", "--profile=" + known),
                "The profile " + known + ", line " + line(known, "FIDELTY-2") + ": known[0].id names the requirement"
                        + " FIDELTY-2, which the catalogue does not have; take an id of requirements.yaml.");
        Path decided = profile("B: [FIDELITY-3", "B: [FIDELITY-33");
        requireRefused(
                run("--history=conforming", "--profile=" + decided),
                "The profile " + decided + ", line " + line(decided, "FIDELITY-33") + ": decides.B[0] names the"
                        + " requirement FIDELITY-33, which the catalogue does not have; take an id of"
                        + " requirements.yaml.");
    }

    @Test
    void whatTheProfileDoesNotPromiseIsSaidNotToBeJudged() throws Exception {
        Path profile = profile("ATOMIC-5, ATOMIC-8, ORDER-4", "ATOMIC-5, ORDER-4");
        Files.writeString(profile, "not_promised: {ATOMIC-8: Its outbox is a table.}\n", StandardOpenOption.APPEND);
        Ran ran = run("--history=conforming", "--profile=" + profile);
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("CONFORMANT: no MUST is violated; ")
                .containsPattern("; not\\s+judged:\\s+ATOMIC-8\\s+\\(not\\s+promised\\)\\.")
                .contains("Not judged\n  ATOMIC-8: the profile kessel does not promise it: Its outbox is a table.");
    }

    @Test
    void aProfileThatSaysNothingOfAPromiseIsRefused() throws Exception {
        Path profile = profile("ATOMIC-5, ATOMIC-8, ORDER-4", "ATOMIC-5, ORDER-4");
        requireRefused(
                run("--history=conforming", "--profile=" + profile),
                "The profile " + profile + " says nothing of ATOMIC-8; name each MUST under decides, or under"
                        + " not_promised with the reason why it is not promised.");
    }

    private static int line(Path file, String text) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError(text);
    }

    @Test
    void unknownOptionsAndGradesAreRefused() {
        requireRefused(run("--history=conforming", "--fast"), "Unknown option: '--fast'; see --help.");
        requireRefused(
                run("--history=conforming", "--grade=D"),
                "Invalid value for option '--grade': expected one of [A, B, C] (case-insensitive) but was 'D';"
                        + " see --help.");
        requireRefused(
                run(),
                "no history is named; give a file, or one of conforming, lost-event, phantom-after-rollback, swapped-updates,"
                        + " new-id-on-redelivery, stalled-relay; see --help.");
        requireRefused(run("--history="), "--history names no file; see --help.");
    }

    @Test
    void helpNamesTheExitCodesAndTheBundledHistories() {
        Ran ran = run("--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("conforming, lost-event", "3   no verdict")
                .doesNotContain("\u001B");
    }

    @Test
    void theProcessEndsWithTheSameCodeAndMessage() throws Exception {
        assertThat(child("--history=lost-event").out()).startsWith("NOT CONFORMANT: ATOMIC-3 is violated");
        assertThat(child("--history=lost-event").code()).isEqualTo(1);
        requireRefused(child("--history=nosuch"), "There is no history at nosuch; check the path.");
        requireRefused(child("--nosuch", "--history=conforming"), "Unknown option: '--nosuch'; see --help.");
    }

    @Test
    void aHeapThatIsTooSmallIsNoVerdict() throws Exception {
        List<String> lines = conforming();
        String request = lines.get(1);
        lines.set(1, request.replace("\"marker\":\"", "\"marker\":\"" + "m".repeat(40 << 20)));
        Path file = Files.write(folder.resolve("large.ndjson"), lines);

        Ran ran = child(List.of("-Xmx32m"), "--history=" + file);
        assertThat(ran.code()).isEqualTo(ERROR);
        assertThat(ran.err()).startsWith("The history does not fit in 32 MB of heap; give the JVM more with -Xmx");
    }

    private static void requireRefused(Ran ran, String message) {
        requireOneSentence(ran);
        assertThat(ran.err()).isEqualTo(message + "\n");
    }

    private static void requireOneSentence(Ran ran) {
        assertThat(ran.code()).isEqualTo(ERROR);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSize(1);
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Program.run(new JudgeCommand(), new PrintWriter(out), new PrintWriter(err), args);
        return new Ran(code, out.toString(), err.toString());
    }

    private Ran child(String... args) throws IOException, InterruptedException {
        return child(List.of(), args);
    }

    private Ran child(List<String> options, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KitCommand.class.getName(), "judge"));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> conforming() throws IOException {
        return new ArrayList<>(
                Files.readAllLines(BundledHistories.find("conforming").orElseThrow()));
    }

    private Path profile(String text, String replacement) throws IOException {
        try (InputStream in = ProducerProfile.class.getResourceAsStream("/kessel-events/profiles/kessel.yaml")) {
            String changed =
                    new String(in.readAllBytes(), UTF_8).replaceFirst(java.util.regex.Pattern.quote(text), replacement);
            return Files.writeString(folder.resolve("profile.yaml"), changed);
        }
    }
}
