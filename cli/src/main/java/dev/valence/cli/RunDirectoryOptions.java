package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of the directory of a run, its checkpoints and its resumption. */
final class RunDirectoryOptions {
    /** Steps that --on-nan skip leaves out at most: more of them are no accident. */
    private static final int MOST_SKIPS = 100;

    @Option(names = "--out", required = true, paramLabel = "DIR", descriptionKey = "rundirectory.out")
    private @Nullable Path out;

    @Option(names = "--resume")
    private boolean resume;

    @Option(names = "--force-resume")
    private boolean forceResume;

    @Option(names = "--checkpoint-every", paramLabel = "STEPS")
    private int checkpointEvery;

    @Option(names = "--keep-checkpoints", paramLabel = "N")
    private int keepCheckpoints = 2;

    @Option(names = "--on-nan", paramLabel = "WHAT")
    private String onNan = "stop";

    @Option(names = "--profile")
    private boolean profile;

    /** Where the run goes. */
    Path out() {
        return Options.required(out, "--out");
    }

    /** Whether to print where the time went. */
    boolean profile() {
        return profile;
    }

    /**
     * Sets what was asked for.
     *
     * @param started what was started
     * @param shards of the run, whose default depends on the machine
     */
    void applyTo(Recipe<?> recipe, @Nullable CommandSpec started, int shards) {
        recipe.resume(resume)
                .forceResume(forceResume)
                .checkpointEvery(checkpointEvery)
                .keepCheckpoints(keepCheckpoints)
                .skipNonFinite(skips())
                .command(arguments(started, shards));
    }

    private int skips() {
        return switch (onNan) {
            case "stop" -> 0;
            case "skip" -> MOST_SKIPS;
            default -> throw new InputException("--on-nan must be stop or skip, found '" + onNan + "'");
        };
    }

    /**
     * What makes a finished run again elsewhere: the arguments it was started with, without those that belong to an
     * interruption, and with those whose defaults depend on the machine.
     */
    static List<String> arguments(@Nullable CommandSpec started, int shards) {
        if (started == null) {
            return List.of();
        }
        List<String> arguments =
                new ArrayList<>(started.commandLine().getParseResult().originalArgs());
        arguments.removeAll(List.of("--resume", "--force-resume"));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--shards"))) {
            arguments.addAll(List.of("--shards", Integer.toString(shards)));
        }
        return arguments;
    }
}
