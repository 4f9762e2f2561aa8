package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code valence pretrain}: trains an encoder on raw text, to be fine-tuned later. */
@Command(
        name = "pretrain",
        description = {
            "Train an encoder on raw text by hiding tokens and predicting them, to be fine-tuned later with"
                    + " finetune --init."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PretrainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final CorpusOptions corpus = new CorpusOptions();

    @Mixin
    private final RunDirectoryOptions directory = new RunDirectoryOptions();

    @Option(
            names = "--init",
            paramLabel = "SOURCE",
            description = {
                "go on with the encoder, tokenizer and, where it has one, the head of a model: a directory,",
                "hf:ORG/NAME[@REVISION], or maven:GROUP:ARTIFACT:VERSION (default: random weights)"
            })
    private @Nullable String init;

    @Option(
            names = "--tied",
            negatable = true,
            description = "predict with the token embeddings instead of a matrix of their own (default: yes; with"
                    + " --preset tutorial: no)")
    private @Nullable Boolean tied;

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final EncoderOptions encoder = new EncoderOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    PretrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Initialization start =
                init == null ? null : Initialization.of(terminal, init, false, Initialization.Taken.WEIGHTS);
        if (start != null && tied != null) {
            throw new InputException("--init " + init + " decides whether the head is tied; leave --tied out");
        }
        TrainingConfig config = start == null
                ? training.config(TrainingConfig::pretraining, TrainingConfig::tutorialPretraining)
                : start.pretrainingRecipe(terminal, training);
        boolean tutorial = training.tutorial();
        PretrainingRun.Plan plan = new PretrainingRun.Plan(
                directory.start(spec, config.shards()),
                corpus,
                config,
                tutorial,
                tied == null ? !tutorial : tied,
                start);
        Training.Outcome outcome = new PretrainingRun(terminal, plan, encoder, machine).train();
        if (outcome.end() == Training.End.INTERRUPTED) {
            return Interruption.resumable(terminal);
        }
        terminal.printPlain(
                "Best model at step " + outcome.best().step() + ": " + TrainingDisplay.figures(outcome.best()));
        Path out = plan.start().out();
        terminal.note("It is in " + out.resolve("best") + "; go on with finetune --init " + out);
        return 0;
    }
}
