package dev.valence.cli;

import dev.valence.Example;
import dev.valence.data.Dataset;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.baseline.TfidfOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Training of the TF-IDF baseline from the command line. */
final class BaselineRun {
    static final int MAXIMUM_FEATURES = 10_000;

    private final Terminal terminal;

    BaselineRun(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Learns vocabulary and weights.
     *
     * @param alsoFitOnDev whether the vocabulary and its frequencies come from train and dev, as in the tutorial; the
     *     weights never see dev
     */
    TfidfClassifier train(Dataset dataset, int maximumFeatures, boolean alsoFitOnDev) {
        long start = System.nanoTime();
        List<Example> train = dataset.train().requireLabelled().examples();
        List<String> texts = new ArrayList<>(dataset.train().texts());
        if (alsoFitOnDev) {
            dataset.dev().ifPresent(dev -> texts.addAll(dev.texts()));
        }
        TfidfClassifier classifier = TfidfClassifier.fit(train, texts, dataset.labels(), options(maximumFeatures));
        terminal.note(String.format(
                Locale.ROOT,
                "Trained TF-IDF (%,d terms) and logistic regression on %,d texts in %.1f s.",
                classifier.vectorizer().vocabulary().size(),
                train.size(),
                (System.nanoTime() - start) / 1e9));
        return classifier;
    }

    private static TfidfOptions options(int maximumFeatures) {
        TfidfOptions usual = TfidfOptions.DEFAULT;
        return new TfidfOptions(maximumFeatures, usual.inverseRegularization(), usual.maximumIterations());
    }
}
