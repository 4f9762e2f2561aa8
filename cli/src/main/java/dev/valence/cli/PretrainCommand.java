package dev.valence.cli;

import dev.valence.train.Pretraining;
import dev.valence.train.Run;
import dev.valence.train.Validation;
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

    @Option(names = "--init", paramLabel = "SOURCE", descriptionKey = "pretrain.init")
    private @Nullable String init;

    @Option(names = "--tied", negatable = true)
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
        Run run;
        try (Display display = new Display(terminal)) {
            Pretraining recipe = corpus.recipe();
            training.applyTo(recipe);
            directory.applyTo(recipe, spec, training.shards());
            encoder.applyTo(recipe);
            Options.set(init, recipe::from);
            Options.set(tied, recipe::tied);
            run = recipe.engine(machine.engine())
                    .environment(terminal.user())
                    .listener(display)
                    .train(directory.out());
        }
        if (directory.profile()) {
            RunProfile.print(terminal, run);
        }
        if (run.interrupted()) {
            return Interruption.resumable(terminal);
        }
        Validation best = run.validation();
        terminal.printPlain("Best model at step " + best.step() + ": " + Display.figures(best));
        terminal.note("It is in " + run.model() + "; go on with finetune --init " + run.directory());
        return 0;
    }
}
