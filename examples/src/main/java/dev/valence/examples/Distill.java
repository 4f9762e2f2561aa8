package dev.valence.examples;

import dev.valence.data.Dataset;
import dev.valence.train.Distillation;
import dev.valence.train.Run;
import java.nio.file.Path;

/** Teaches a small classifier what a larger one says, also of texts without labels. */
public final class Distill {
    private Distill() {}

    public static void main(String[] arguments) {
        Run run = distill(Path.of("runs/film"), Path.of("data/film"), Path.of("more.txt"), Path.of("runs/small"));
        System.out.println("accuracy on dev: " + run.best().accuracy());
    }

    static Run distill(Path teacher, Path data, Path unlabelled, Path out) {
        Dataset dataset = Dataset.read(data, Distillation.labels(teacher));
        return Distillation.of(dataset, teacher)
                .unlabelled(unlabelled)
                .layers(1)
                .width(32)
                .epochs(3)
                .train(out);
    }
}
