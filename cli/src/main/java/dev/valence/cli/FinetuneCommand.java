package dev.valence.cli;

import dev.valence.train.Finetuning;
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
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--init", paramLabel = "SOURCE")
    private @Nullable String init;

    @Option(names = "--ignore-tokenizer", descriptionKey = "finetune.ignore-tokenizer")
    private boolean ignoreTokenizer;

    @Mixin
    private final RunOptions run = new RunOptions();

    FinetuneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Display display = new Display(terminal)) {
            Finetuning recipe = Finetuning.of(run.data().read(display, terminal));
            run.applyTo(recipe, spec);
            Options.set(init, recipe::from);
            recipe.ignoreTokenizer(ignoreTokenizer).environment(terminal.user()).listener(display);
            return run.report(terminal, recipe.train(run.out()));
        }
    }
}
