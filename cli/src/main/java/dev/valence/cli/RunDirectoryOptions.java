package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.train.Safeguards;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a run goes, what protects it there, and how it goes on after an interruption. */
final class RunDirectoryOptions {
    /** Steps that --on-nan skip leaves out at most: more of them are no accident. */
    private static final int MOST_SKIPS = 100;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where models, checkpoints and logs go")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            description =
                    "go on from the newest whole checkpoint in DIR, or begin where there is none; all options must be"
                            + " those of the run, but for --threads and these")
    private boolean resume;

    @Option(
            names = "--force-resume",
            description = "go on even where data, tokenizer, options or program are others, or the best model is lost;"
                    + " the model says so")
    private boolean forceResume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description =
                    "steps between checkpoints (default: every minute and after every epoch, as far as saving takes"
                            + " at most 3 %% of the time)")
    private int checkpointEvery = Safeguards.DEFAULT.checkpointEvery();

    @Option(
            names = "--keep-checkpoints",
            paramLabel = "N",
            description = "checkpoints to keep; older ones are removed (default: ${DEFAULT-VALUE})")
    private int keepCheckpoints = Safeguards.DEFAULT.keep();

    @Option(
            names = "--on-nan",
            paramLabel = "WHAT",
            description =
                    "where a loss or a gradient is not finite: stop, or skip the step, at most 100 times (default:"
                            + " stop)")
    private String onNan = "stop";

    @Option(names = "--profile", description = "print where the time went, kernel by kernel, and bytes allocated")
    private boolean profile;

    /**
     * How the run is begun.
     *
     * @param command what was started
     * @param shards of the run, whose default depends on the machine
     */
    DisplayedTraining.Start start(@Nullable CommandSpec command, int shards) {
        return new DisplayedTraining.Start(
                Options.required(out, "--out"),
                resume || forceResume,
                forceResume,
                profile,
                safeguards(),
                ShellCommand.arguments(command, shards));
    }

    private Safeguards safeguards() {
        int skips =
                switch (onNan) {
                    case "stop" -> 0;
                    case "skip" -> MOST_SKIPS;
                    default -> throw new InputException("--on-nan must be stop or skip, found '" + onNan + "'");
                };
        return new Safeguards(checkpointEvery, keepCheckpoints, skips);
    }
}
