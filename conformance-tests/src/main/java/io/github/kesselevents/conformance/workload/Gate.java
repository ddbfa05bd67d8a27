package io.github.kesselevents.conformance.workload;

/**
 * Lets operations through up to a number, so that a fault finds the workload where the scenario wants it, however fast
 * the producer is. Thread-safe.
 */
final class Gate {

    private int released;
    private int passed;
    private boolean open;

    /** @param released how many may pass at first */
    Gate(int released) {
        this.released = released;
    }

    /** Waits until one more may pass. */
    synchronized void pass() throws InterruptedException {
        while (!open && passed >= released) {
            wait();
        }
        passed++;
    }

    /** Lets operations pass until so many have, in all. */
    synchronized void release(int number) {
        released = Math.max(released, number);
        notifyAll();
    }

    /** Lets all pass, from now on. */
    synchronized void open() {
        open = true;
        notifyAll();
    }
}
