package io.github.kesselevents.conformance.fault;

import io.github.kesselevents.fixtures.environment.NetworkedPart;
import io.github.kesselevents.fixtures.environment.Part;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Something done to a part: killed with SIGKILL, stopped as an operator would, paused, or taken off its network; each
 * time until it is brought back.
 */
public enum PartFault {
    /** SIGKILL, then a start at the same address with the same data. */
    KILL("process", "gone", "running") {
        @Override
        void strike(Part part) {
            part.kill();
        }

        @Override
        boolean hasEffect(Part part) {
            return !part.isRunning();
        }

        @Override
        void mend(Part part) {
            part.start();
        }
    },
    /** SIGTERM and an orderly end, then a start. */
    STOP("process", "gone", "running") {
        @Override
        void strike(Part part) {
            part.stop();
        }

        @Override
        boolean hasEffect(Part part) {
            return !part.isRunning();
        }

        @Override
        void mend(Part part) {
            part.start();
        }
    },
    /** SIGSTOP, then SIGCONT: the process keeps its connections and answers nothing. */
    PAUSE("process", "paused", "running") {
        @Override
        void strike(Part part) {
            part.pause();
        }

        @Override
        boolean hasEffect(Part part) {
            return part.isRunning();
        }

        @Override
        void mend(Part part) {
            part.resume();
        }
    },
    /** Off the network, then on it again: the process runs, and all that it says is lost. */
    DISCONNECT("network", "off", "on") {
        @Override
        void strike(Part part) {
            networked(part).disconnect();
        }

        @Override
        boolean hasEffect(Part part) {
            return part.isRunning() && !networked(part).isConnected();
        }

        @Override
        void mend(Part part) {
            networked(part).reconnect();
        }

        private static NetworkedPart networked(Part part) {
            if (part instanceof NetworkedPart networked) {
                return networked;
            }
            throw new FaultException(
                    "The " + part.name() + " is on no network that it could be taken off; run it as a container.");
        }
    };

    private final String what;
    private final String struck;
    private final String mended;

    PartFault(String what, String struck, String mended) {
        this.what = what;
        this.struck = struck;
        this.mended = mended;
    }

    abstract void strike(Part part);

    abstract boolean hasEffect(Part part);

    abstract void mend(Part part);

    /** The word for it in histories and scenario files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
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
     * @param called what the fault is called in histories
     * @param component what the part is called in histories
     * @param meanwhile runs while the part is not itself; returns what is to be noted of it
     * @throws FaultException when it had no effect
     */
    public void inject(
            FaultLog log, String called, String component, Part part, Supplier<Map<String, String>> meanwhile) {
        if (!part.isRunning()) {
            throw new FaultException("The " + component + " does not run, so a " + called
                    + " of it shows nothing; look at why it ended.");
        }
        FaultLog.Entry entry = log.ask(called, component);
        strike(part);
        if (!hasEffect(part)) {
            throw new FaultException("The " + called + " of the " + component + " had no effect: "
                    + (part.isRunning() ? "it still runs." : "it is gone."));
        }
        entry.tookEffect(Map.of(what, struck));
        Map<String, String> noted = new TreeMap<>(meanwhile.get());
        mend(part);
        noted.put(what, mended);
        entry.ended(noted);
    }
}
