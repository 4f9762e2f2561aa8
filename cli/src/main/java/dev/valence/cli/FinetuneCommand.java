package dev.valence.cli;

import dev.valence.data.Dataset;
import dev.valence.train.Training;
import dev.valence.train.TrainingConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code valence finetune}: trains a Transformer on labelled text. */
@Command(
        name = "finetune",
        description = "Train a Transformer classifier on labelled text.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FinetuneCommand implements Callable<Integer> {
    static final int INTERRUPTED = 130; // as shells count a process ended by Ctrl-C

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where models, checkpoints and logs go")
    private @Nullable Path out;

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final AidOptions aids = new AidOptions();

    @Mixin
    private final EncoderOptions encoder = new EncoderOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(
            names = "--init",
            paramLabel = "SOURCE",
            description = {
                "start from the encoder, tokenizer and, where its classes are the same, the head of a model: a",
                "directory, hf:ORG/NAME[@REVISION], or maven:GROUP:ARTIFACT:VERSION (default: random weights)"
            })
    private @Nullable String init;

    @Option(
            names = "--ignore-tokenizer",
            description = "with --init: go on with the model's tokenizer where --tokenizer is another")
    private boolean ignoreTokenizer;

    @Mixin
    private final SafeguardOptions safeguards = new SafeguardOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures of the best model on dev to FILE")
    private @Nullable Path json;

    FinetuneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path directory = Options.required(out, "--out");
        Initialization start =
                init == null ? null : Initialization.of(terminal, init, ignoreTokenizer, Initialization.Taken.WEIGHTS);
        TrainingConfig recipe = start == null
                ? training.config(TrainingConfig::standard, TrainingConfig::tutorial)
                : start.recipe(terminal, training);
        TrainingConfig config = recipe.withAids(aids.aids());
        Dataset dataset = data.readWithDev(terminal, config.seed());
        TrainingRun.Plan plan = new TrainingRun.Plan(
                safeguards.start(directory, ShellCommand.arguments(spec, config.shards())),
                data.source(),
                dataset,
                config,
                training.tutorial(),
                start);
        Training.Outcome outcome = new TrainingRun(terminal, plan, encoder, machine).train();
        if (outcome.end() == Training.End.INTERRUPTED) {
            return INTERRUPTED;
        }
        new BestModelReport(terminal, directory, machine)
                .write(
                        plan.dev(),
                        "Fine-tuning on " + data.source(),
                        json,
                        ShellCommand.repeating(spec, config.shards()));
        return 0;
    }
}
