package io.github.kesselevents.conformance.report;

import java.util.List;
import java.util.Map;

/**
 * All that a report says, of bounded size however long the history is. {@code report.json} is this record as it stands,
 * described by {@code kessel-events/report.schema.json}; the page, the JUnit file and the summary show the same.
 * Immutable.
 *
 * @param version of the form, {@link #VERSION}
 * @param outcome {@code CONFORMANT}, {@code NOT CONFORMANT} or {@code INCOMPLETE}
 * @param sentence what follows the outcome: what is violated, what was not shown
 * @param exitCode of the process, 0 to 3; Maven shows 1 for all but 0
 * @param incomplete why the recording is not whole; empty when it is
 * @param counts how many requirements have each verdict, by its word; words that none has are not in it
 * @param faults the first ones, in the order in which they were asked for
 * @param moreFaults how many were left out
 * @param requirements one for each producer requirement, in the order of the catalogue
 * @param stale known findings of the profile that did not occur
 */
record Report(
        int version,
        String outcome,
        String sentence,
        int exitCode,
        String incomplete,
        Judged judged,
        Map<String, Integer> counts,
        List<Fault> faults,
        long moreFaults,
        List<Row> requirements,
        List<Stale> stale) {

    /** Version of the form. */
    static final int VERSION = 1;

    /**
     * What was judged.
     *
     * @param history file or name
     * @param repeat the command that judges it again
     * @param grade of the evidence: A, B or C
     * @param seed what workload and faults were drawn from
     * @param versions of the kit and the parts, by name
     * @param settings of the run, by name
     */
    record Judged(
            String history,
            String repeat,
            long entries,
            String profile,
            String grade,
            long seed,
            Map<String, String> versions,
            Map<String, String> settings) {}

    /**
     * One fault.
     *
     * @param asked nanoseconds since the run began; like the two that follow, null if it never came so far
     * @param proof that it took effect, and what else was seen of it, by name
     */
    record Fault(
            int number,
            String what,
            String component,
            @Nullable Long asked,
            @Nullable Long tookEffect,
            @Nullable Long ended,
            Map<String, String> proof) {}

    /**
     * One requirement.
     *
     * @param level {@code MUST}, {@code SHOULD} or {@code MAY}
     * @param promise the contract's sentence
     * @param source where the promise comes from
     * @param verdict its word: {@code PASSED}, {@code VIOLATED (known)}, …
     * @param fails whether a run with this verdict fails
     * @param examined how often it could have failed, in {@code unit}
     * @param reasons why it could not be decided, or does not apply
     * @param causes findings that nobody knew of and nothing explains, by cause
     * @param moreCauses how many causes were left out
     * @param known findings that the profile lists, by cause
     * @param explained findings that other requirements explain
     */
    record Row(
            String id,
            String level,
            String title,
            String promise,
            String source,
            String verdict,
            boolean fails,
            long examined,
            String unit,
            List<String> reasons,
            List<Cause> causes,
            long moreCauses,
            List<Cause> known,
            List<Explained> explained) {}

    /**
     * Findings of one cause.
     *
     * @param count how many there are
     * @param reason why they are accepted; null unless they are known
     * @param link where they are tracked; null unless they are known and tracked
     * @param advice what a team can do; empty where the kit knows nothing
     * @param findings the first of them
     */
    record Cause(
            String cause,
            long count,
            @Nullable String reason,
            @Nullable String link,
            List<String> advice,
            List<Found> findings) {}

    /**
     * One finding.
     *
     * @param subject the resource; empty when it is about none
     * @param about what it rests on, the foremost first
     * @param moreAbout how many more it rests on
     * @param evidence raw entries of the history that it cites
     * @param timeline of the resource; null where none was drawn
     */
    record Found(
            String subject,
            String what,
            String expected,
            String actual,
            List<String> about,
            long moreAbout,
            List<Raw> evidence,
            @Nullable Timeline timeline) {}

    /**
     * Findings that another requirement explains.
     *
     * @param by the other requirement
     * @param examples the first of them, each in a sentence
     */
    record Explained(String by, long count, List<String> examples) {}

    /** A known finding that did not occur. */
    record Stale(
            String id,
            String cause,
            String reason,
            @Nullable String link) {}

    /**
     * An entry of the history as it was recorded.
     *
     * @param line in the file, from 1
     * @param at nanoseconds since the run began
     */
    record Raw(long line, long at, String title, List<Part> parts) {}

    /**
     * A part of an entry, as text; JSON is indented.
     *
     * @param left how many characters were left out behind it
     */
    record Part(String name, String text, long left) {}

    /** The member may be null, and is left out then. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @java.lang.annotation.Target(java.lang.annotation.ElementType.RECORD_COMPONENT)
    @interface Nullable {}
}
