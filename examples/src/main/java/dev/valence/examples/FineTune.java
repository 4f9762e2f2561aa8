package dev.valence.examples;

import dev.valence.data.Dataset;
import dev.valence.train.Finetuning;
import dev.valence.train.Run;
import java.nio.file.Path;

/** Fine-tunes a pre-trained encoder on labelled texts. */
public final class FineTune {
    private FineTune() {}

    public static void main(String[] arguments) {
        Run run = fineTune("runs/encoder", Dataset.builtIn(), Path.of("runs/tuned"));
        System.out.println("accuracy on dev: " + run.best().accuracy());
    }

    static Run fineTune(String pretrained, Dataset dataset, Path out) {
        return Finetuning.of(dataset).from(pretrained).epochs(3).train(out);
    }
}
