package dev.valence.examples;

import dev.valence.train.Pretraining;
import dev.valence.train.Run;
import java.nio.file.Path;

/** Pre-trains an encoder on raw text, one document a line. */
public final class PreTrain {
    private PreTrain() {}

    public static void main(String[] arguments) {
        Run run = preTrain(Path.of("corpus.txt"), Path.of("runs/encoder"));
        System.out.println("perplexity: " + run.validation().figure("perplexity"));
    }

    static Run preTrain(Path corpus, Path out) {
        return Pretraining.of(corpus)
                .layers(2)
                .width(64)
                .heads(4)
                .feedForward(128)
                .epochs(2)
                .train(out);
    }
}
