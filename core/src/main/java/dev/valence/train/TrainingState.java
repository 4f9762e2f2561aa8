package dev.valence.train;

import dev.valence.checkpoint.ConfigJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a run stands between two steps; with weights and moments, all that is needed to go on.
 *
 * @param epoch epoch under way, counted from 0
 * @param batch batches of it that were trained on
 * @param steps optimizer steps taken
 * @param best figures of the best model so far; before the first evaluation a score below any other
 * @param evaluationsSinceBest evaluations since then
 */
record TrainingState(int epoch, int batch, int steps, Validation best, int evaluationsSinceBest) {
    /** Before the first step. */
    static TrainingState start() {
        return new TrainingState(0, 0, 0, new Validation(-1, Double.MAX_VALUE, -1, -1), 0);
    }

    TrainingState afterStep() {
        return new TrainingState(epoch, batch + 1, steps + 1, best, evaluationsSinceBest);
    }

    TrainingState afterEpoch() {
        return new TrainingState(epoch + 1, 0, steps, best, evaluationsSinceBest);
    }

    TrainingState afterEvaluation(Validation validation, boolean better) {
        return new TrainingState(
                epoch, batch, steps, better ? validation : best, better ? 0 : evaluationsSinceBest + 1);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", epoch);
        map.put("batch", batch);
        map.put("steps", steps);
        map.put("evaluations_since_best", evaluationsSinceBest);
        map.put("best_step", best.step());
        map.put("best_loss", best.loss());
        map.put("best_accuracy", best.accuracy());
        map.put("best_macro_f1", best.macroF1());
        return map;
    }

    static TrainingState from(ConfigJson json) {
        Validation best = new Validation(
                json.integer("best_step", -1, Integer.MAX_VALUE),
                json.number("best_loss", 0, Double.MAX_VALUE),
                json.number("best_accuracy", -1, 1),
                json.number("best_macro_f1", -1, 1));
        return new TrainingState(
                json.integer("epoch", 0, Integer.MAX_VALUE),
                json.integer("batch", 0, Integer.MAX_VALUE),
                json.integer("steps", 0, Integer.MAX_VALUE),
                best,
                json.integer("evaluations_since_best", 0, Integer.MAX_VALUE));
    }
}
