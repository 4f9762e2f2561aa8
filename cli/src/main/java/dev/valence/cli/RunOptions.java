package dev.valence.cli;

import dev.valence.data.Dataset;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every training of a classifier is told, whoever teaches it: data, recipe, machine and where all goes. */
final class RunOptions {
    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final RunDirectoryOptions directory = new RunDirectoryOptions();

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final AidOptions aids = new AidOptions();

    @Mixin
    private final EncoderOptions encoder = new EncoderOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures of the best model on dev to FILE")
    private @Nullable Path json;

    DataOptions data() {
        return data;
    }

    /**
     * The recipe.
     *
     * @param init the model to start from, or null for random weights
     */
    TrainingConfig config(Terminal terminal, @Nullable Initialization init) {
        TrainingConfig recipe = init == null
                ? training.config(TrainingConfig::standard, TrainingConfig::tutorial)
                : init.recipe(terminal, training);
        return recipe.withAids(aids.aids());
    }

    /**
     * What is trained, on what, and how.
     *
     * @param command what was started
     * @param dataset of {@link #data}, with a dev split
     * @param config of {@link #config}
     * @param init the model to start from, or null for random weights
     */
    TrainingRun.Plan plan(
            @Nullable CommandSpec command, Dataset dataset, TrainingConfig config, @Nullable Initialization init) {
        return new TrainingRun.Plan(
                directory.start(command, config.shards()), data.source(), dataset, config, training.tutorial(), init);
    }

    /**
     * Trains, and says how good the best model is on dev.
     *
     * @param plan of {@link #plan}
     * @param teacher whom to learn from besides the labels, or null
     * @param title of the page about it
     * @return the exit code
     */
    int train(Terminal terminal, TrainingRun.Plan plan, @Nullable Teacher teacher, String title) {
        Training.Outcome outcome = new TrainingRun(terminal, plan, encoder, machine, teacher).train();
        if (outcome.end() == Training.End.INTERRUPTED) {
            return Interruption.resumable(terminal);
        }
        new BestModelReport(terminal, plan.start().out(), machine)
                .write(
                        plan.dev(),
                        title,
                        json,
                        List.of(ShellCommand.of(plan.start().command())));
        return 0;
    }
}
