package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.workload.Workload;

/** A phase of a run behind its workload, whose writes no requirement is judged by. */
public interface FurtherPhase {

    /**
     * Writes what it is for, and records why; sentinels follow.
     *
     * @param run name of the run, which the names of all resources are to begin with
     */
    void write(Workload workload, Recording recording, String run);

    /** Records that it writes nothing, and why, as a sentence goes on. */
    void leaveOut(Recording recording, String why);
}
