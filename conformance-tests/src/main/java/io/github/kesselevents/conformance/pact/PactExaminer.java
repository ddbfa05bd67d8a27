package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.history.HistoryEntry;
import io.github.kesselevents.conformance.history.HistoryEntry.Drained;
import io.github.kesselevents.conformance.history.HistoryEntry.Invoked;
import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.PactDriven;
import io.github.kesselevents.conformance.history.HistoryEntry.Phase;
import io.github.kesselevents.conformance.history.HistoryEntry.PhaseBegun;
import io.github.kesselevents.conformance.history.HistoryEntry.Returned;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.Supplement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.schemas.EventStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads what was done for pacts out of a history, and what was published of it, and has it judged. Of a history without
 * pacts it says nothing. Not thread-safe.
 */
public final class PactExaminer implements Supplement {

    private final ProducerProfile profile;
    private final Progress progress;
    private final String topic;
    private final PublishedRecords records;
    private final List<PactDriven> pacts = new ArrayList<>();
    private final Map<Long, Invoked> requests = new HashMap<>();
    private final Map<Long, Returned> replies = new HashMap<>();
    private Phase phase = Phase.WORKLOAD;
    private Drained drained;

    /** @param progress is told how long the comparing took */
    public PactExaminer(ProducerProfile profile, Progress progress) {
        this.profile = profile;
        this.progress = progress;
        this.topic = profile.topicOf(EventStream.RESOURCES);
        this.records = new PublishedRecords(topic);
    }

    @Override
    public void accept(long line, HistoryEntry entry) {
        if (entry instanceof PhaseBegun begun) {
            phase = begun.phase();
        } else if (entry instanceof PactDriven pact) {
            pacts.add(pact);
        } else if (phase == Phase.PACTS) {
            see(entry);
        }
    }

    private void see(HistoryEntry entry) {
        if (entry instanceof Invoked invoked) {
            requests.put(invoked.operation(), invoked);
        } else if (entry instanceof Returned returned) {
            replies.put(returned.operation(), returned);
        } else if (entry instanceof Observed observed) {
            records.see(observed);
        } else if (entry instanceof Drained round) {
            drained = round;
        }
    }

    @Override
    public List<Verdict> verdicts(List<Verdict> requirements) {
        if (pacts.isEmpty()) {
            return List.of();
        }
        return progress.time("pacts: compared", () -> {
            PactJudge judge = new PactJudge(records, RecordVerifier.of(profile), topic, unread(), requirements);
            return pacts.stream().map(this::driven).map(judge::judge).toList();
        });
    }

    private Driven driven(PactDriven pact) {
        return new Driven(
                pact,
                pact.operations().stream()
                        .map(requests::get)
                        .filter(Objects::nonNull)
                        .toList(),
                replies);
    }

    private String unread() {
        if (drained == null) {
            return "the recording ends before sentinels behind it were read";
        }
        return drained.complete()
                ? ""
                : String.join(", ", drained.missing()) + " could not be read to the end of the run";
    }
}
