package io.github.kesselevents.conformance.fault;

import io.github.kesselevents.fixtures.environment.Part;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Something done to a process: killed with SIGKILL, stopped as an operator would, or paused; each time until it is
 * brought back.
 */
public enum PartFault {
    /** SIGKILL, then a start at the same address with the same data. */
    KILL {
        @Override
        void strike(Part part) {
            part.kill();
        }

        @Override
        void mend(Part part) {
            part.start();
        }
    },
    /** SIGTERM and an orderly end, then a start. */
    STOP {
        @Override
        void strike(Part part) {
            part.stop();
        }

        @Override
        void mend(Part part) {
            part.start();
        }
    },
    /** SIGSTOP, then SIGCONT: the process keeps its connections and answers nothing. */
    PAUSE {
        @Override
        void strike(Part part) {
            part.pause();
        }

        @Override
        void mend(Part part) {
            part.resume();
        }
    };

    abstract void strike(Part part);

    abstract void mend(Part part);

    /** The word for it in histories and scenario files. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Does it to the part, and brings the part back.
     *
     * @param component what the part is called in histories
     * @throws FaultException when it had no effect
     */
    public void inject(FaultLog log, String component, Part part) {
        inject(log, word(), component, part, Map::of);
    }

    /**
     * Does it to the part, then what is to happen meanwhile, and brings the part back.
     *
     * @param what the fault is called in histories
     * @param component what the part is called in histories
     * @param meanwhile runs while the part is down or paused; returns what is to be noted of it
     * @throws FaultException when it had no effect
     */
    public void inject(
            FaultLog log, String what, String component, Part part, Supplier<Map<String, String>> meanwhile) {
        if (!part.isRunning()) {
            throw new FaultException(
                    "The " + component + " does not run, so a " + what + " of it shows nothing; look at why it ended.");
        }
        FaultLog.Entry entry = log.ask(what, component);
        strike(part);
        boolean runs = part.isRunning();
        if (runs != (this == PAUSE)) {
            throw new FaultException("The " + what + " of the " + component + " had no effect: it "
                    + (runs ? "still runs." : "is gone."));
        }
        entry.tookEffect(Map.of("process", runs ? "paused" : "gone"));
        Map<String, String> noted = new TreeMap<>(meanwhile.get());
        mend(part);
        noted.put("process", "running");
        entry.ended(noted);
    }
}
