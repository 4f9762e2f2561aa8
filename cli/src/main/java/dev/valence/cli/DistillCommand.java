package dev.valence.cli;

import dev.valence.LabelSet;
import dev.valence.train.Distillation;
import dev.valence.train.Training;
import dev.valence.train.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code valence distill}: trains a student to classify as its teacher does. */
@Command(
        name = "distill",
        description = {
            "Train a classifier, the student, on what another says, the teacher: on its probabilities, softened by a",
            "temperature, and on the labels."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DistillCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "DIR",
            description = "the model directory of a Transformer classifier, or the directory of a run")
    private @Nullable Path teacher;

    @Option(
            names = "--student",
            paramLabel = "SOURCE",
            description = {
                "start from the encoder, tokenizer and, where its classes are the same, the head of a model: a",
                "directory, hf:ORG/NAME[@REVISION], or maven:GROUP:ARTIFACT:VERSION (default: random weights)"
            })
    private @Nullable String student;

    @Option(
            names = "--ignore-tokenizer",
            description = "with --student: go on with the model's tokenizer where --tokenizer is another")
    private boolean ignoreTokenizer;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "what both models' logits are divided by (default: ${DEFAULT-VALUE})")
    private double temperature = 2;

    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            description = "weight of the teacher; the labels have the rest (default: ${DEFAULT-VALUE})")
    private double alpha = 0.5;

    @Option(
            names = "--unlabelled",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "further texts to learn from the teacher: one a line, .csv, .tsv or .jsonl, or folders of .txt"
                            + " files")
    private List<Path> unlabelled = new ArrayList<>();

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

    @Mixin
    private final SafeguardOptions safeguards = new SafeguardOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures of the best model on dev to FILE")
    private @Nullable Path json;

    DistillCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path directory = Options.required(out, "--out");
        Distillation.Settings settings = new Distillation.Settings(temperature, alpha);
        Path teaching = SavedModel.directory(Options.required(teacher, "--teacher"));
        LabelSet labels = Teacher.labels(teaching);
        Initialization start = student == null
                ? null
                : Initialization.of(terminal, student, ignoreTokenizer, Initialization.Taken.WEIGHTS);
        TrainingConfig recipe = start == null
                ? training.config(TrainingConfig::standard, TrainingConfig::tutorial)
                : start.recipe(terminal, training);
        TrainingConfig config = recipe.withAids(aids.aids());
        Distillation.requireItsOwnLoss(config);
        TrainingRun.Plan plan = new TrainingRun.Plan(
                safeguards.start(directory, ShellCommand.arguments(spec, config.shards())),
                data.source(),
                data.readWithDev(terminal, labels, config.seed()),
                config,
                training.tutorial(),
                start);
        Teacher asked = new Teacher(teaching, settings, data.unlabelled(terminal, unlabelled));
        Training.Outcome outcome = new TrainingRun(terminal, plan, encoder, machine, asked).train();
        if (outcome.end() == Training.End.INTERRUPTED) {
            return FinetuneCommand.INTERRUPTED;
        }
        new BestModelReport(terminal, directory, machine)
                .write(
                        plan.dev(),
                        "Distilling " + teacher + " on " + data.source(),
                        json,
                        ShellCommand.repeating(spec, config.shards()));
        return 0;
    }
}
