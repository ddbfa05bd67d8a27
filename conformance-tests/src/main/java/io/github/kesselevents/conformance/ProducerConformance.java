package io.github.kesselevents.conformance;

import io.github.kesselevents.conformance.report.ReportedTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The check of a producer as tests of its own build: one for each requirement, so that a build's report shows which of
 * them are kept. To be subclassed where there is Java; a build without any scans this jar for
 * {@link ProducerConformanceIT}.
 *
 * <p>A test fails when its verdict fails a run: a MUST is violated, or the run does not show it. It is skipped, with
 * the reason, when it does not fail a run and is not passed either: a violation that the profile knows, a SHOULD, what
 * is not promised. So the build is red exactly when the program {@code check} would end with another code than 0. What
 * the kit cannot use fails the whole, in one sentence.
 *
 * <p>The check runs once for each class, and prints its report and writes its files, by default into
 * {@code target/conformance}, as the program does. One check at a time is enough for a machine; each has parts of its
 * own, so that several do not meet.
 */
@DisplayName("The producer keeps the contract")
public abstract class ProducerConformance {

    /**
     * System property: options of the check, as its help says them: {@code --operations=1000 --faults='kill relay'}.
     */
    public static final String OPTIONS = "kessel-events.options";

    /**
     * System property: the file that says how the producer comes to life; {@code producer.yaml}, unless told otherwise.
     */
    public static final String PRODUCER = "kessel-events.producer";

    private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");

    /** The file that says how the producer comes to life; as the system property says. */
    protected Path producer() {
        return Path.of(System.getProperty(PRODUCER, "producer.yaml"));
    }

    /** Options of the check, each as one string: {@code --operations=1000}; as the system property says. */
    protected List<String> options() {
        return words(System.getProperty(OPTIONS, ""));
    }

    /** As a shell takes them apart. */
    static List<String> words(String options) {
        return WORD.matcher(options)
                .results()
                .map(MatchResult::group)
                .map(word -> word.replace("'", ""))
                .toList();
    }

    /** Checks the producer. Failsafe writes the name of this method before that of each test. */
    @TestFactory
    @DisplayName("requirement")
    public final Stream<DynamicTest> requirements() {
        List<String> arguments = new ArrayList<>(options());
        arguments.add(producer().toString());
        return Program.check(arguments).stream().map(ProducerConformance::test);
    }

    static DynamicTest test(ReportedTest test) {
        return DynamicTest.dynamicTest(test.name(), () -> {
            switch (test.outcome()) {
                case PASSED -> {
                    // It is all that is to be said.
                }
                case SKIPPED -> Assumptions.abort(test.message());
                case FAILED, ERROR -> Assertions.fail(test.message() + "\n\n" + test.detail());
            }
        });
    }
}
