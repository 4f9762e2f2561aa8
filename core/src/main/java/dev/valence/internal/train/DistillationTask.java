package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.model.Targets;
import dev.valence.internal.transformer.TransformerClassifier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Distillation of a trained and usually larger classifier, the teacher: fine-tuning whose targets are the teacher's
 * softened probabilities and the labels (Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network",
 * 2015). Texts without a label are learned from too.
 *
 * <p>Not thread-safe: a run belongs to one thread.
 */
public final class DistillationTask extends ClassificationTask {
    /**
     * Temperature and weight of the teacher.
     *
     * @param temperature what the logits of both are divided by: the higher, the more the classes count that the teacher
     *     thinks unlikely
     * @param alpha weight of the teacher; the labels have the rest
     */
    public record Settings(double temperature, double alpha) {
        private static final double HIGHEST = 1000;

        /**
         * Checks the numbers.
         *
         * @throws InputException if one is out of its range
         */
        public Settings {
            if (!(temperature > 0 && temperature <= HIGHEST)) {
                throw new InputException("the temperature must be in (0, 1000], found " + temperature);
            }
            if (!(alpha >= 0 && alpha <= 1)) {
                throw new InputException("alpha, the weight of the teacher, must be in [0, 1], found " + alpha);
            }
        }

        /** Both by name, as they are written to files. */
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("temperature", temperature);
            map.put("alpha", alpha);
            return map;
        }
    }

    private final LabelledTokens train;
    private final TeacherLogits teacher;
    private final Settings settings;

    /**
     * @param student whose weights are trained
     * @param train what it learns from; a text without label has {@link dev.valence.Example#UNLABELLED}
     * @param validation what chooses the best model
     * @param teacher what it says of each text of {@code train}
     * @param settings how the student listens
     * @param config how batches are cut; the labels are taken at their word
     * @throws InputException if teacher and student have other labels, or classes are to be weighted or labels smoothed
     * @throws IllegalArgumentException if the teacher was asked for other texts
     */
    public DistillationTask(
            TransformerClassifier student,
            LabelledTokens train,
            LabelledTokens validation,
            TeacherLogits teacher,
            Settings settings,
            TrainingConfig config) {
        super(student, train, validation, requireItsOwnLoss(config));
        if (!teacher.labels().equals(student.labels())) {
            throw new InputException("teacher and student must have the same labels, found " + teacher.labels()
                    + " and " + student.labels() + "; use another teacher");
        }
        if (teacher.size() != train.size()) {
            throw new IllegalArgumentException("the teacher must have been asked for every text, found "
                    + teacher.size() + " answers for " + train.size() + " texts");
        }
        this.train = train;
        this.teacher = teacher;
        this.settings = settings;
    }

    /**
     * Throws if class weights or label smoothing are set, which distillation replaces.
     *
     * @return the configuration
     * @throws InputException if classes are to be weighted or labels smoothed
     */
    public static TrainingConfig requireItsOwnLoss(TrainingConfig config) {
        if (!config.aids().objective().equals(Objective.CROSS_ENTROPY)) {
            throw new InputException("what a teacher says takes the place of class weights and label smoothing, found"
                    + " class weights "
                    + config.aids().objective().classWeights().toJson() + " and label smoothing "
                    + config.aids().objective().labelSmoothing() + "; leave them out");
        }
        return config;
    }

    @Override
    Targets targets(int[] texts) {
        return new Targets.Distilled(
                teacher.select(texts), train.labels(texts), settings.temperature(), settings.alpha());
    }
}
