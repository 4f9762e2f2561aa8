package dev.valence.train;

import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Safeguards;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run begins.
 *
 * @param out its directory
 * @param resume whether it goes on from a checkpoint, or begins where there is none
 * @param force whether it goes on even from a checkpoint of another run
 * @param safeguards how often to save, and what to do about losses that are not finite
 * @param command the arguments that would repeat it; none where it is part of something else
 */
record RunStart(Path out, boolean resume, boolean force, Safeguards safeguards, List<String> command) {
    /** A run with the usual safeguards. */
    static RunStart in(Path out, boolean resume) {
        return new RunStart(out, resume, false, Safeguards.DEFAULT, List.of());
    }

    /** What else can be done if the run cannot be resumed; a part of something else is never forced. */
    String insteadOfResuming() {
        return command.isEmpty()
                ? "or remove " + out + " to train that run anew"
                : "or go on all the same with --force-resume";
    }

    /** Whether there is a checkpoint to go on from. */
    boolean goesOn() {
        return resume && RunDirectory.hasCheckpoint(out);
    }

    /** What a provenance tells besides what determines the weights. */
    Map<String, Object> circumstances(Object data) {
        Map<String, Object> circumstances = new LinkedHashMap<>();
        circumstances.put("data", data);
        circumstances.put("command", command);
        circumstances.put("java", System.getProperty("java.version"));
        circumstances.put("machine", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return circumstances;
    }
}
