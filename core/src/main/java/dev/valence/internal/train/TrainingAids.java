package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.transformer.LongTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Options of fine-tuning for data that is scarce, skewed or unlike the pre-training data, or for little memory.
 *
 * @param groups which tensors learn how fast
 * @param objective what is lost where another class is predicted
 * @param accumulation batches whose gradients make one step, computed one after another
 * @param longTexts how texts are classified that are longer than the encoder's maximum; learned from is their beginning
 * @param wordDropout share of a text's tokens that training hides behind the mask token, in [0, 1)
 * @param weightAverage share of the weights' moving average that stays at every step, in [0, 1); 0 where the weights
 *     themselves are evaluated and saved
 */
public record TrainingAids(
        ParameterGroups groups,
        Objective objective,
        int accumulation,
        LongTexts longTexts,
        double wordDropout,
        double weightAverage) {
    /** No aids. */
    public static final TrainingAids NONE =
            new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, 1, LongTexts.CUT, 0, 0);

    /**
     * Checks the numbers.
     *
     * @throws InputException if one is out of its range
     */
    public TrainingAids {
        if (accumulation < 1 || accumulation > 1 << 16) {
            throw new InputException("the batches of a step must be in [1, 65536], found " + accumulation);
        }
        if (!(wordDropout >= 0 && wordDropout < 1)) {
            throw new InputException("word dropout must be in [0, 1), found " + wordDropout);
        }
        if (!(weightAverage >= 0 && weightAverage < 1)) {
            throw new InputException("what stays of the weights' average must be in [0, 1), found " + weightAverage);
        }
    }

    /** Joins the batches of each step; the last step may have fewer. */
    List<int[]> accumulated(List<int[]> batches) {
        if (accumulation == 1) {
            return batches;
        }
        List<int[]> steps = new ArrayList<>();
        for (int from = 0; from < batches.size(); from += accumulation) {
            int to = Math.min(batches.size(), from + accumulation);
            steps.add(batches.subList(from, to).stream()
                    .flatMapToInt(IntStream::of)
                    .toArray());
        }
        return steps;
    }

    /** Everything by name. */
    void putInto(Map<String, Object> map) {
        map.put("accumulation", accumulation);
        map.put("class_weights", objective.classWeights().toJson());
        map.put("label_smoothing", objective.labelSmoothing());
        groups.putInto(map);
        map.put("long_texts", longTexts.toMap());
        map.put("word_dropout", wordDropout);
        map.put("weight_average", weightAverage);
    }
}
