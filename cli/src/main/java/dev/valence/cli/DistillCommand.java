package dev.valence.cli;

import dev.valence.LabelSet;
import dev.valence.train.Distillation;
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
        description =
                "Train a classifier, the student, on what another says, the teacher: on its probabilities, softened by a"
                        + " temperature, and on the labels.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DistillCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--teacher", required = true, paramLabel = "DIR")
    private @Nullable Path teacher;

    @Option(names = "--student", paramLabel = "SOURCE")
    private @Nullable String student;

    @Option(names = "--ignore-tokenizer")
    private boolean ignoreTokenizer;

    @Option(names = "--temperature", paramLabel = "T")
    private double temperature = 2;

    @Option(names = "--alpha", paramLabel = "SHARE")
    private double alpha = 0.5;

    @Option(names = "--unlabelled", arity = "1..*", paramLabel = "FILE")
    private List<Path> unlabelled = new ArrayList<>();

    @Mixin
    private final LabelOptions meaning = new LabelOptions();

    @Mixin
    private final RunOptions run = new RunOptions();

    DistillCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path directory = Options.required(teacher, "--teacher");
        LabelSet labels = Distillation.labels(directory);
        try (Display display = new Display(terminal)) {
            Distillation recipe = Distillation.of(run.data().read(display, terminal, labels, meaning), directory)
                    .temperature(temperature)
                    .alpha(alpha)
                    .unlabelled(unlabelled, run.data().readOptions());
            run.applyTo(recipe, spec);
            Options.set(student, recipe::from);
            recipe.ignoreTokenizer(ignoreTokenizer).environment(terminal.user()).listener(display);
            return run.report(terminal, recipe.train(run.out()));
        }
    }
}
