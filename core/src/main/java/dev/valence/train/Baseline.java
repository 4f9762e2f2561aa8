package dev.valence.train;

import dev.valence.Classifier;
import dev.valence.Example;
import dev.valence.Listener;
import dev.valence.data.Dataset;
import dev.valence.internal.baseline.MajorityClassifier;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.baseline.TfidfOptions;
import dev.valence.internal.checkpoint.DirectoryCommit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The baseline that a Transformer has to beat: TF-IDF of words and logistic regression.
 *
 * <pre>{@code
 * Classifier baseline = Baseline.of(dataset).train(Path.of("runs/words"));
 * Evaluation.of(baseline, dataset.dev().orElseThrow()).accuracy();
 * }</pre>
 *
 * <p>Not thread-safe; the classifier is.
 */
public final class Baseline {
    private static final int MAXIMUM_FEATURES = 10_000;

    private final Dataset dataset;
    private int maximumFeatures = MAXIMUM_FEATURES;
    private boolean fitOnDev;
    private Listener listener = Listener.NONE;

    private Baseline(Dataset dataset) {
        this.dataset = dataset;
    }

    /** A baseline trained on the train split of a dataset. */
    public static Baseline of(Dataset dataset) {
        return new Baseline(dataset);
    }

    /** A classifier that gives every text the shares of the classes in train. */
    public static Classifier majority(Dataset dataset) {
        return MajorityClassifier.fit(dataset.train().examples(), dataset.labels());
    }

    /** Sets the greatest number of terms to keep (default: 10,000). */
    public Baseline maximumFeatures(int terms) {
        maximumFeatures = terms;
        return this;
    }

    /** Sets whether the vocabulary is learned from dev too, as in the tutorial; the weights never are (default: no). */
    public Baseline fitOnDev(boolean fit) {
        fitOnDev = fit;
        return this;
    }

    /** Sets the listener. */
    public Baseline listener(Listener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * Trains and saves.
     *
     * @param out the model directory; new or empty
     * @throws dev.valence.InputException if the data or the directory is not as required
     */
    public Classifier train(Path out) {
        DirectoryCommit.requireFree(out);
        TfidfClassifier classifier = train();
        classifier.save(out);
        return classifier;
    }

    /** Trains without saving. */
    TfidfClassifier train() {
        long start = System.nanoTime();
        List<Example> train = dataset.train().requireLabelled().examples();
        List<String> texts = new ArrayList<>(dataset.train().texts());
        if (fitOnDev) {
            dataset.dev().ifPresent(dev -> texts.addAll(dev.texts()));
        }
        TfidfOptions usual = TfidfOptions.DEFAULT;
        TfidfClassifier classifier = TfidfClassifier.fit(
                train,
                texts,
                dataset.labels(),
                new TfidfOptions(maximumFeatures, usual.inverseRegularization(), usual.maximumIterations()));
        listener.note(String.format(
                Locale.ROOT,
                "Trained TF-IDF (%,d terms) and logistic regression on %,d texts in %.1f s.",
                classifier.vectorizer().vocabulary().size(),
                train.size(),
                (System.nanoTime() - start) / 1e9));
        return classifier;
    }
}
