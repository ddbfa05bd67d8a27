package io.github.kesselevents.conformance.fault;

import io.github.kesselevents.conformance.history.HistoryEntry.Faulted;
import io.github.kesselevents.conformance.history.HistoryEntry.Stage;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes into the history how far each fault is. Thread-safe. */
public final class FaultLog {

    private final HistoryRecorder history;
    private final AtomicInteger last = new AtomicInteger();

    public FaultLog(HistoryRecorder history) {
        this.history = history;
    }

    /** Records that a fault is asked for. */
    public Entry ask(String what, String component) {
        Entry entry = new Entry(last.incrementAndGet(), what, component);
        entry.record(Stage.ASKED, Map.of());
        return entry;
    }

    /**
     * Records that a fault was to be, and cannot be here.
     *
     * @param fault by the name that scenarios give it
     */
    public void omit(String fault, String component, String why) {
        int number = last.incrementAndGet();
        String what = fault.endsWith(" " + component) ? fault.substring(0, fault.indexOf(' ')) : fault;
        Map<String, String> detail = Map.of("fault", fault, "why", why);
        history.record(at -> new Faulted(at, number, what, component, Stage.OMITTED, detail));
    }

    /** One fault. */
    public final class Entry {

        private final int number;
        private final String what;
        private final String component;

        private Entry(int number, String what, String component) {
            this.number = number;
            this.what = what;
            this.component = component;
        }

        /** Records that it took effect, with the proof. */
        public void tookEffect(Map<String, String> proof) {
            record(Stage.TOOK_EFFECT, proof);
        }

        /** Records that its cause is gone. */
        public void ended(Map<String, String> detail) {
            record(Stage.ENDED, detail);
        }

        private void record(Stage stage, Map<String, String> detail) {
            history.record(at -> new Faulted(at, number, what, component, stage, detail));
        }
    }
}
