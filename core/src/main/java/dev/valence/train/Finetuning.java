package dev.valence.train;

import dev.valence.data.Dataset;
import dev.valence.internal.train.TrainingConfig;
import java.nio.file.Path;

/**
 * Fine-tuning: trains a Transformer classifier on labelled texts, from random or pre-trained weights.
 *
 * <pre>{@code
 * Dataset tickets = Dataset.read(Path.of("tickets.csv"));
 * Run run = Finetuning.of(tickets)
 *         .from("hf:sentence-transformers/all-MiniLM-L6-v2")
 *         .epochs(3)
 *         .seed(1)
 *         .train(Path.of("runs/tickets"));
 * run.best().accuracy();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Finetuning extends ClassifierRecipe<Finetuning> {
    private final Dataset dataset;

    private Finetuning(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Fine-tuning on a dataset; without a dev split a tenth of train is held out. */
    public static Finetuning of(Dataset dataset) {
        return new Finetuning(dataset);
    }

    @Override
    Finetuning self() {
        return this;
    }

    /**
     * Trains to the end or until the listener stops it, evaluates the best model on dev, and writes {@code report.html}.
     *
     * @param out the directory of the run; new, empty, or one to be resumed
     * @throws dev.valence.InputException if an option, the data or the directory is not as required
     * @throws java.io.UncheckedIOException if something cannot be saved
     */
    public Run train(Path out) {
        Initialization init = initialization();
        TrainingConfig config = config(init);
        Dataset split = dataset.withDev(config.seed(), listener);
        return new ClassifierTraining(this, start(out), split, config, init, null)
                .trainAndEvaluate("Fine-tuning on " + dataset.source());
    }
}
