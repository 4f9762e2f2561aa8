package dev.valence.examples;

import dev.valence.data.Dataset;
import dev.valence.train.Finetuning;
import dev.valence.train.Run;
import java.nio.file.Path;

/** Trains a small classifier from random weights. */
public final class Train {
    private Train() {}

    public static void main(String[] arguments) {
        Run run = train(Dataset.builtIn(), Path.of("runs/film"));
        System.out.println("accuracy on dev: " + run.best().accuracy());
    }

    static Run train(Dataset dataset, Path out) {
        return Finetuning.of(dataset)
                .layers(2)
                .width(64)
                .heads(4)
                .feedForward(128)
                .dropout(0.1)
                .epochs(8)
                .train(out);
    }
}
