package dev.valence.cli;

import dev.valence.LabelSet;
import dev.valence.classify.TransformerClassifier;
import dev.valence.compute.Backend;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.model.EncoderConfig;
import dev.valence.train.FineTuning;
import dev.valence.train.LabelledTokens;
import dev.valence.train.RunDirectory;
import dev.valence.train.TrainingConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence finetune}: trains a Transformer on labelled text. */
@Command(
        name = "finetune",
        description = "Train a Transformer classifier on labelled text.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FinetuneCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where models, checkpoints and logs go")
    private Path out = Path.of("runs");

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private EncoderOptions encoder = new EncoderOptions();

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(names = "--resume", description = "go on from the checkpoint that an interrupted run left in DIR")
    private boolean resume;

    @Option(names = "--profile", description = "print where the time went, kernel by kernel")
    private boolean profile;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures of the best model on dev to FILE")
    private @Nullable Path json;

    FinetuneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        TrainingConfig config = training.config();
        Dataset dataset = data.readWithDev(terminal, config.seed());
        Split dev = dataset.dev().orElseThrow();
        new TrainingRun(terminal, out, data.source(), dataset, config, encoder, machine)
                .resuming(resume)
                .profiling(profile)
                .train();
        new Report(terminal).evaluateSaved(out, dev, machine, json);
    }
}
