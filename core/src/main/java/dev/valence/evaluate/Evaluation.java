package dev.valence.evaluate;

import dev.valence.Classifier;
import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.data.Split;
import dev.valence.evaluate.ConfusionMatrix.Scores;
import dev.valence.internal.files.ExampleDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a classifier predicted of labelled examples, and the figures that follow. Immutable. */
public final class Evaluation {
    // Machine epsilon of float, where scikit-learn's log_loss cuts float probabilities too.
    private static final double SMALLEST_PROBABILITY = 0x1p-23;

    private final LabelSet labels;
    private final int[] truth;
    private final List<Prediction> predictions;
    private final List<String> textDigests;
    private final @Nullable Duration wallTime;
    private final ConfusionMatrix matrix;

    /**
     * @param truth class indices
     * @param textDigests {@link ExampleDigest#of} of each text
     * @param wallTime null where it is not known
     */
    Evaluation(
            LabelSet labels,
            int[] truth,
            List<Prediction> predictions,
            List<String> textDigests,
            @Nullable Duration wallTime) {
        this.labels = labels;
        this.truth = truth;
        this.predictions = List.copyOf(predictions);
        this.textDigests = List.copyOf(textDigests);
        this.wallTime = wallTime;
        this.matrix = ConfusionMatrix.of(labels.size(), truth, predictedLabels());
    }

    /**
     * Lets a classifier predict all examples, in one call, and takes the time of that.
     *
     * @throws InputException if there are no examples, one has no label or one the classifier does not know, or a
     *     probability is no number
     */
    public static Evaluation of(Classifier classifier, List<Example> examples) {
        requireLabels(classifier.labels(), examples);
        long start = System.nanoTime();
        List<Prediction> predictions =
                classifier.predict(examples.stream().map(Example::text).toList());
        return of(classifier.labels(), examples, predictions, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Lets a classifier predict a split; see {@link #of(Classifier, List)}. */
    public static Evaluation of(Classifier classifier, Split split) {
        return of(classifier, split.examples());
    }

    /**
     * Evaluates predictions made before.
     *
     * @param wallTime how long predicting took
     * @throws InputException as {@link #of(Classifier, List)}
     * @throws IllegalArgumentException if there is not one prediction for each example, with a probability for each class
     */
    public static Evaluation of(
            LabelSet labels, List<Example> examples, List<Prediction> predictions, Duration wallTime) {
        requireLabels(labels, examples);
        if (predictions.size() != examples.size()) {
            throw new IllegalArgumentException(
                    "required a prediction for each of " + examples.size() + " examples, found " + predictions.size());
        }
        for (int i = 0; i < predictions.size(); i++) {
            requireProbabilities(predictions.get(i).toArray(), labels.size(), i);
        }
        int[] truth = examples.stream().mapToInt(Example::label).toArray();
        List<String> digests = examples.stream()
                .map(example -> ExampleDigest.of(example.text()))
                .toList();
        return new Evaluation(labels, truth, predictions, digests, wallTime);
    }

    private static void requireLabels(LabelSet labels, List<Example> examples) {
        if (examples.isEmpty()) {
            throw new InputException(
                    "required at least one labelled example to evaluate on, found none; give more data");
        }
        for (int i = 0; i < examples.size(); i++) {
            int label = examples.get(i).label();
            if (label == Example.UNLABELLED || label >= labels.size()) {
                String found = label == Example.UNLABELLED ? "no label" : "label " + label;
                throw new InputException("required one of the labels " + labels + " for every example, found " + found
                        + " for the example with index " + i + "; give labelled data of the same classes");
            }
        }
    }

    private static void requireProbabilities(float[] probabilities, int classes, int index) {
        if (probabilities.length != classes) {
            throw new IllegalArgumentException("required " + classes + " probabilities a prediction, found "
                    + probabilities.length + " at index " + index);
        }
        for (float probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new InputException("required probabilities in [0, 1], found " + probability
                        + " for the example with index " + index + "; the model has diverged, train it anew");
            }
        }
    }

    /** The classes. */
    public LabelSet labels() {
        return labels;
    }

    /** Number of examples. */
    public int examples() {
        return truth.length;
    }

    /** Class index of each example, a copy. */
    public int[] truth() {
        return truth.clone();
    }

    /** The predictions, one for each example. */
    public List<Prediction> predictions() {
        return predictions;
    }

    /** Class index predicted of each example, a copy. */
    int[] predictedLabels() {
        return predictions.stream().mapToInt(Prediction::index).toArray();
    }

    /** SHA-256 of the UTF-8 bytes of each text, in hexadecimal. */
    public List<String> textDigests() {
        return textDigests;
    }

    /** SHA-256 over texts and labels, the same for the same examples in the same order. */
    String examplesDigest() {
        return ExampleDigest.of(labels, truth, textDigests);
    }

    /** How long predicting took; empty where that was not measured, as in a file of predictions. */
    public Optional<Duration> wallTime() {
        return Optional.ofNullable(wallTime);
    }

    /** The counts; a copy. */
    public ConfusionMatrix confusionMatrix() {
        return ConfusionMatrix.of(labels.size(), truth, predictedLabels());
    }

    /** Share of examples predicted right. */
    public double accuracy() {
        return matrix.accuracy();
    }

    /** Wilson's 95 % interval of the accuracy. */
    public Interval accuracyInterval() {
        return Interval.wilson(matrix.correct(), matrix.total());
    }

    /** F1 averaged over the classes that occur in the truth or the predictions, each counting the same. */
    public double macroF1() {
        return matrix.macroAverage().f1();
    }

    /** Mean of -ln of the probability of the true class, in nats, with probabilities of at least 2^-23. */
    public double logLoss() {
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum -= Math.log(Math.max(SMALLEST_PROBABILITY, predictions.get(i).probability(truth[i])));
        }
        return sum / truth.length;
    }

    /** Confidence against accuracy in 15 bins. */
    public Calibration calibration() {
        return Calibration.of(truth, predictions, Calibration.DEFAULT_BINS);
    }

    /** The figures for a JSON file: maps, lists, strings and numbers, in a fixed order. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examples", examples());
        json.put("accuracy", accuracy());
        json.put(
                "accuracy_interval",
                List.of(accuracyInterval().low(), accuracyInterval().high()));
        json.put("macro_f1", macroF1());
        json.put("weighted_f1", matrix.weightedAverage().f1());
        json.put("log_loss", logLoss());
        json.put("expected_calibration_error", calibration().expectedError());
        wallTime().ifPresent(time -> json.put("seconds", time.toNanos() / 1e9));
        Map<String, Object> perClass = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            perClass.put(labels.name(c), json(matrix.scores(c)));
        }
        json.put("per_class", perClass);
        json.put("labels", labels.names());
        List<List<Long>> counts = new ArrayList<>();
        for (long[] row : matrix.counts()) {
            counts.add(Arrays.stream(row).boxed().toList());
        }
        json.put("confusion_matrix", counts);
        json.put("examples_sha256", examplesDigest());
        return json;
    }

    private static Map<String, Object> json(Scores scores) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("precision", scores.precision());
        json.put("recall", scores.recall());
        json.put("f1", scores.f1());
        json.put("support", scores.support());
        return json;
    }
}
