package dev.valence.internal.train;

import dev.valence.internal.json.ConfigJson;
import dev.valence.train.Validation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State of a run between two steps; with weights and moments, all that a resumed run needs.
 *
 * @param epoch epoch under way, counted from 0
 * @param batch batches of it that were trained on
 * @param steps optimizer steps taken
 * @param seconds the run took so far, evaluations included
 * @param evaluatedAt steps taken before the last evaluation, or -1
 * @param best figures of the best model so far, or null before the first evaluation
 * @param evaluationsSinceBest evaluations since then
 * @param skipped steps among {@code steps} that changed nothing, because their loss or gradient was not finite
 */
record TrainingState(
        int epoch,
        int batch,
        int steps,
        double seconds,
        int evaluatedAt,
        @Nullable Validation best,
        int evaluationsSinceBest,
        int skipped) {
    private static final String BEST = "best";

    /** Before the first step. */
    static TrainingState start() {
        return new TrainingState(0, 0, 0, 0, -1, null, 0, 0);
    }

    TrainingState afterStep(double secondsOfRun) {
        return new TrainingState(
                epoch, batch + 1, steps + 1, secondsOfRun, evaluatedAt, best, evaluationsSinceBest, skipped);
    }

    TrainingState afterSkippedStep(double secondsOfRun) {
        return new TrainingState(
                epoch, batch + 1, steps + 1, secondsOfRun, evaluatedAt, best, evaluationsSinceBest, skipped + 1);
    }

    TrainingState afterEpoch() {
        return new TrainingState(epoch + 1, 0, steps, seconds, evaluatedAt, best, evaluationsSinceBest, skipped);
    }

    /** Returns the same without a best model, so that the next one evaluated is the best. */
    TrainingState withoutBest() {
        return new TrainingState(epoch, batch, steps, seconds, evaluatedAt, null, 0, skipped);
    }

    TrainingState afterEvaluation(Validation validation, boolean better) {
        return new TrainingState(
                epoch,
                batch,
                steps,
                seconds,
                steps,
                better ? new Validation(validation.step(), validation.figures()) : best,
                better ? 0 : evaluationsSinceBest + 1,
                skipped);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", epoch);
        map.put("batch", batch);
        map.put("steps", steps);
        map.put("seconds", seconds);
        map.put("evaluated_at", evaluatedAt);
        map.put("evaluations_since_best", evaluationsSinceBest);
        map.put("skipped", skipped);
        if (best != null) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("step", best.step());
            figures.putAll(best.figures());
            map.put(BEST, figures);
        }
        return map;
    }

    static TrainingState from(ConfigJson json) {
        return new TrainingState(
                json.integer("epoch", 0, Integer.MAX_VALUE),
                json.integer("batch", 0, Integer.MAX_VALUE),
                json.integer("steps", 0, Integer.MAX_VALUE),
                json.number("seconds", 0, Double.MAX_VALUE),
                json.integer("evaluated_at", -1, Integer.MAX_VALUE),
                json.has(BEST) ? validation(json.object(BEST)) : null,
                json.integer("evaluations_since_best", 0, Integer.MAX_VALUE),
                json.integer("skipped", 0, Integer.MAX_VALUE));
    }

    private static Validation validation(ConfigJson json) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String name : json.values().keySet()) {
            if (!name.equals("step")) {
                figures.put(name, json.number(name, -Double.MAX_VALUE, Double.MAX_VALUE));
            }
        }
        return new Validation(json.integer("step", 0, Integer.MAX_VALUE), figures);
    }
}
