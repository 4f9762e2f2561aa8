package dev.valence.internal.train;

import dev.valence.evaluate.ConfusionMatrix;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.ClassLoss;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.Targets;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learning to classify texts from labelled ones. Not thread-safe: a run belongs to one thread. */
public sealed class ClassificationTask implements TrainingTask permits DistillationTask {
    private final TransformerClassifier classifier;
    private final LabelledTokens train;
    private final LabelledTokens validation;
    private final BatchSampler sampler;
    private final ClassLoss loss;
    private final WordDropout wordDropout;
    private @Nullable ConfusionMatrix counts; // of the last validation

    /**
     * @param classifier whose weights are trained
     * @param train what it learns from
     * @param validation what chooses the best model, tokenized with the classifier's {@link
     *     TransformerClassifier#evaluationTokenizer}
     * @param config how batches are cut, and what is lost
     * @throws dev.valence.InputException if classes are to be weighted that are not the classifier's, or not in {@code train},
     *     or tokens hidden and there is no mask token
     */
    public ClassificationTask(
            TransformerClassifier classifier, LabelledTokens train, LabelledTokens validation, TrainingConfig config) {
        this.classifier = classifier;
        this.train = train;
        this.validation = validation;
        this.sampler = new BatchSampler(train.tokens().lengths(), config.batching(), config.seed());
        this.loss = config.aids().objective().loss(classifier.labels(), train.labels());
        this.wordDropout = new WordDropout(config.aids().wordDropout(), classifier.tokenizer(), config.seed());
    }

    @Override
    public final TransformerModel model() {
        return classifier.model();
    }

    @Override
    public final WorkerPool pool() {
        return classifier.pool();
    }

    @Override
    public final List<int[]> epoch(int epoch) {
        return sampler.epoch(epoch);
    }

    @Override
    public final TrainingBatch batch(int step, int[] texts) {
        return TrainingBatch.firstTokens(wordDropout.apply(train.tokens().select(texts), step), targets(texts));
    }

    /** What the head should say of these texts. */
    Targets targets(int[] texts) {
        return loss.targets(train.labels(texts));
    }

    /** Returns cross entropy, accuracy and macro F1 on the validation split, whatever loss the task trains with. */
    @Override
    public final Validation validate(int step) {
        int classes = classifier.labels().size();
        float[] logits = classifier.logits(validation.tokens());
        CrossEntropy.Result result =
                CrossEntropy.loss(model().backend().kernels(), validation.size(), classes, logits, validation.labels());
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < validation.size(); i++) {
            matrix.add(validation.labels()[i], CrossEntropy.argmax(logits, i * classes, classes));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Validation.LOSS, result.loss() / validation.size());
        figures.put(Validation.ACCURACY, matrix.accuracy());
        figures.put(Validation.MACRO_F1, matrix.macroAverage().f1());
        counts = matrix;
        return new Validation(step, figures, warnings(matrix));
    }

    /**
     * Warns of a model that predicts one class for all texts, which has learned nothing, although its accuracy on
     * skewed data may be high.
     */
    private List<String> warnings(ConfusionMatrix counts) {
        for (int c = 0; c < counts.classes(); c++) {
            long predicted = 0;
            for (int truth = 0; truth < counts.classes(); truth++) {
                predicted += counts.count(truth, c);
            }
            if (predicted == counts.total() && counts.correct() < counts.total()) {
                return List.of("all " + counts.total() + " texts were classified as '"
                        + classifier.labels().name(c) + "'");
            }
        }
        return List.of();
    }

    @Override
    public final void save(Path directory, Map<String, ?> provenance) {
        Map<String, Object> all = new LinkedHashMap<>(provenance);
        if (counts != null) {
            all.put("classes", byClass(counts));
        }
        classifier.replace(directory, all);
    }

    private Map<String, Object> byClass(ConfusionMatrix matrix) {
        Map<String, Object> classes = new LinkedHashMap<>();
        for (int c = 0; c < matrix.classes(); c++) {
            ConfusionMatrix.Scores scores = matrix.scores(c);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("precision", scores.precision());
            figures.put("recall", scores.recall());
            figures.put("f1", scores.f1());
            figures.put("examples", scores.support());
            classes.put(classifier.labels().name(c), figures);
        }
        return classes;
    }
}
