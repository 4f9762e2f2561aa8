package dev.valence.cli;

import dev.valence.checkpoint.ConfigJson;
import dev.valence.classify.TransformerClassifier;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.report.LearningCurves;
import dev.valence.report.RunReport;
import dev.valence.train.Training;
import dev.valence.train.TrainingConfig;
import java.nio.file.Path;
import java.util.Map;
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
    private final EncoderOptions encoder = new EncoderOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(
            names = "--init",
            paramLabel = "SOURCE",
            description = {
                "start from the encoder and tokenizer of a model: a directory, hf:ORG/NAME[@REVISION], or",
                "maven:GROUP:ARTIFACT:VERSION (default: random weights)"
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
        TrainingConfig config = start == null
                ? training.config(TrainingConfig::standard, TrainingConfig::tutorial)
                : start.recipe(terminal, training);
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
        try (TransformerClassifier best =
                TransformerClassifier.open(directory.resolve("best"), machine.backend(), machine.threads())) {
            Evaluation evaluation = new Report(terminal).evaluate(best, plan.dev(), "Best model", directory);
            Report.writeJson(evaluation, json, Map.of("model", directory.toString()));
            page(directory, evaluation, config).write(directory.resolve("report.html"));
        }
        terminal.note("The best model is in " + directory.resolve("best"));
        return 0;
    }

    private RunReport page(Path directory, Evaluation evaluation, TrainingConfig config) {
        return new RunReport(
                "Fine-tuning on " + data.source(),
                Split.DEV,
                evaluation,
                LearningCurves.read(directory.resolve("metrics.jsonl")),
                ConfigJson.read(directory.resolve("best").resolve("provenance.json"))
                        .values(),
                ShellCommand.repeating(spec, config.shards()));
    }
}
