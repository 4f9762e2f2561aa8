package dev.valence.examples;

import dev.valence.data.Dataset;
import dev.valence.train.Finetuning;
import dev.valence.train.Run;
import dev.valence.train.TrainingListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Stops a training before its end, and goes on with it later: the weights are those of a run that was never stopped. */
public final class CancelAndResume {
    private CancelAndResume() {}

    public static void main(String[] arguments) {
        Instant soon = Instant.now().plusSeconds(10);
        Run run = train(
                Dataset.builtIn(), Path.of("runs/long"), () -> Instant.now().isAfter(soon));
        while (run.interrupted()) {
            run = train(Dataset.builtIn(), Path.of("runs/long"), () -> false);
        }
        System.out.println("accuracy on dev: " + run.best().accuracy());
    }

    static Run train(Dataset dataset, Path out, BooleanSupplier cancelled) {
        TrainingListener listener = TrainingListener.stopWhen(cancelled);
        return Finetuning.of(dataset).epochs(4).resume(true).listener(listener).train(out);
    }
}
