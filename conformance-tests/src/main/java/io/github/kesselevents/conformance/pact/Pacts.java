package io.github.kesselevents.conformance.pact;

import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.run.FurtherPhase;
import io.github.kesselevents.conformance.run.Progress;
import io.github.kesselevents.conformance.verdict.Judgement;
import io.github.kesselevents.conformance.verdict.Verdict;
import io.github.kesselevents.conformance.workload.Workload;
import io.github.kesselevents.fixtures.pact.PactException;
import io.github.kesselevents.fixtures.pact.PactFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pacts that a run verifies: read before it starts, driven in a phase of it, told to whom they are from. Not
 * thread-safe.
 */
public final class Pacts implements FurtherPhase {

    private static final long SEED = 1;

    private final PactSource source;
    private final List<OfferedPact> offered;

    private Pacts(PactSource source, Progress progress) {
        this.source = source;
        this.offered = progress.time("pacts: read", source::pacts);
        offered.forEach(pact -> pact.notices().forEach(notice -> progress.say(pact.consumer() + ": " + notice)));
        progress.say(offered.size() + " pacts, "
                + offered.stream().mapToInt(pact -> pact.interactions().size()).sum() + " interactions");
    }

    /**
     * The pacts of a folder.
     *
     * @param place the folder, or {@value ProducerSettings#READY_PACTS} for the contracts that come with the kit
     * @throws PactException when one of them cannot be used
     */
    public static Pacts in(String place, Progress progress) {
        return new Pacts(
                place.equals(ProducerSettings.READY_PACTS)
                        ? new LocalSource("the kit", PactFiles.ready())
                        : new LocalSource(place, PactFiles.in(folder(place))),
                progress);
    }

    private static Path folder(String place) {
        try {
            return Path.of(place);
        } catch (InvalidPathException e) {
            throw new PactException(place + " is no path (" + e.getMessage() + "); name a folder that holds pacts.", e);
        }
    }

    /**
     * The pacts that a broker selects.
     *
     * @throws PactException when the broker does not answer or offers none, or one that is not pending cannot be used
     */
    public static Pacts from(BrokerSettings broker, Progress progress) {
        return new Pacts(new BrokerSource(broker), progress);
    }

    @Override
    public void write(Workload workload, Recording recording, String run) {
        new StateDriver(offered, recording).drive(workload, new StateRequests(run + "-pact", SEED));
    }

    @Override
    public void leaveOut(Recording recording, String why) {
        new StateDriver(offered, recording).leaveOut(why);
    }

    /**
     * Tells the broker what came of them, if it is to be told.
     *
     * @return what it was told, in a sentence; empty when there is nobody to tell
     * @throws PactException when it did not take the results
     */
    public String publish(Judgement judgement) {
        Map<OfferedPact, List<Verdict>> verdicts = new LinkedHashMap<>();
        int number = 0;
        for (OfferedPact pact : offered) {
            List<Verdict> own = new ArrayList<>();
            for (int index = 0; index < pact.verdicts(); index++) {
                own.add(judgement.verdict(Driven.id(++number)).orElseThrow());
            }
            verdicts.put(pact, own);
        }
        return source.publish(verdicts);
    }
}
