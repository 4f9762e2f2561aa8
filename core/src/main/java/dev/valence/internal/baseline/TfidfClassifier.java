package dev.valence.internal.baseline;

import dev.valence.Classifier;
import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.internal.checkpoint.DirectoryCommit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * TF-IDF and logistic regression, the baseline a Transformer has to beat. Its numbers are kept in single precision, as
 * they are saved, so a loaded classifier predicts to the last bit what the fitted one predicted. Immutable; may be shared
 * between threads.
 */
public final class TfidfClassifier implements Classifier {
    /** What {@code config.json} of a saved one says. */
    public static final String MODEL_TYPE = "tfidf_logistic_regression";

    private final LabelSet labels;
    private final TfidfVectorizer vectorizer;
    private final LogisticRegression regression;

    /**
     * Puts a vectorizer and a regression together.
     *
     * @throws IllegalArgumentException if the regression is for another number of terms or classes
     */
    TfidfClassifier(LabelSet labels, TfidfVectorizer vectorizer, LogisticRegression regression) {
        int terms = vectorizer.vocabulary().size();
        if (regression.classes() != labels.size() || regression.features() != terms) {
            throw new IllegalArgumentException("a regression for " + labels.size() + " classes and " + terms
                    + " terms is needed, found one for " + regression.classes() + " and " + regression.features());
        }
        this.labels = labels;
        this.vectorizer = vectorizer.toSinglePrecision();
        this.regression = regression.toSinglePrecision();
    }

    /**
     * Fits the vocabulary, then the regression.
     *
     * @param training what the regression is fitted to
     * @param vocabularyTexts what the vocabulary and the document frequencies are learned from: as a rule the training
     *     texts and no others
     * @throws InputException if there are fewer than two classes, a class has no example, an example has no label, or
     *     the texts hold no terms
     */
    public static TfidfClassifier fit(
            List<Example> training, List<String> vocabularyTexts, LabelSet labels, TfidfOptions options) {
        int[] indices = TrainingLabels.of(training, labels);
        requireExamplesOfEachClass(indices, labels);
        TfidfVectorizer vectorizer = TfidfVectorizer.fit(vocabularyTexts, options.maximumFeatures());
        SparseRows rows =
                vectorizer.transform(training.stream().map(Example::text).toList());
        LogisticRegression regression = LogisticRegression.fit(
                rows, indices, labels.size(), options.inverseRegularization(), options.maximumIterations());
        return new TfidfClassifier(labels, vectorizer, regression);
    }

    private static void requireExamplesOfEachClass(int[] indices, LabelSet labels) {
        if (labels.size() < 2) {
            throw new InputException("logistic regression requires at least two classes, found " + labels
                    + "; check the labels of the training data");
        }
        int[] counts = TrainingLabels.count(indices, labels);
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new InputException("logistic regression requires examples of each class, found none of '"
                        + labels.name(label) + "'; add some or leave the class out");
            }
        }
    }

    @Override
    public LabelSet labels() {
        return labels;
    }

    /** The terms and their document frequencies. */
    public TfidfVectorizer vectorizer() {
        return vectorizer;
    }

    /** The coefficients of the terms. */
    public LogisticRegression regression() {
        return regression;
    }

    @Override
    public List<Prediction> predict(List<String> texts) {
        List<Prediction> predictions = new ArrayList<>(texts.size());
        for (double[] probabilities : regression.probabilities(vectorizer.transform(texts))) {
            float[] rounded = new float[probabilities.length];
            for (int label = 0; label < rounded.length; label++) {
                rounded[label] = (float) probabilities[label];
            }
            predictions.add(new Prediction(labels, rounded));
        }
        return predictions;
    }

    /**
     * Saves the classifier as a model directory: {@code config.json}, {@code vocabulary.txt} with a term on each line and
     * {@code model.safetensors}.
     *
     * @param directory where to, new or empty
     * @throws InputException if something is there
     * @throws java.io.UncheckedIOException if that fails
     */
    public void save(Path directory) {
        DirectoryCommit.commit(directory, TfidfDirectory.contents(this));
    }

    /** The same in the place of a classifier that was saved there before; files that others put there stay. */
    public void replace(Path directory) {
        DirectoryCommit.replace(directory, TfidfDirectory.contents(this));
    }

    /**
     * Opens a saved classifier.
     *
     * @throws InputException if the directory does not hold one, or holds it damaged
     */
    public static TfidfClassifier load(Path directory) {
        return TfidfDirectory.load(directory);
    }
}
