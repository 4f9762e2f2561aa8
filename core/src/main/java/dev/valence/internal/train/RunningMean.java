package dev.valence.internal.train;

import dev.valence.internal.json.ConfigJson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loss and accuracy over the last steps. */
final class RunningMean {
    private final double[] losses;
    private final int[] correct;
    private final int[] sizes;
    private int steps;

    RunningMean(int window) {
        losses = new double[window];
        correct = new int[window];
        sizes = new int[window];
    }

    void add(DataParallel.Outcome outcome) {
        int slot = steps % losses.length;
        losses[slot] = outcome.loss() * outcome.outputs();
        correct[slot] = outcome.correct();
        sizes[slot] = outcome.outputs();
        steps++;
    }

    /** Its state, for a checkpoint. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("steps", steps);
        map.put("losses", Arrays.stream(losses).boxed().toList());
        map.put("correct", Arrays.stream(correct).boxed().toList());
        map.put("sizes", Arrays.stream(sizes).boxed().toList());
        return map;
    }

    /** Restores the state of {@link #toMap}. */
    void resume(ConfigJson json) {
        steps = json.integer("steps", 0, Integer.MAX_VALUE);
        List<Double> resumedLosses = json.numbers("losses", losses.length);
        List<Double> resumedCorrect = json.numbers("correct", losses.length);
        List<Double> resumedSizes = json.numbers("sizes", losses.length);
        for (int i = 0; i < losses.length; i++) {
            losses[i] = resumedLosses.get(i);
            correct[i] = resumedCorrect.get(i).intValue();
            sizes[i] = resumedSizes.get(i).intValue();
        }
    }

    /** Mean loss of the rows in the window. */
    double loss() {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / rows();
    }

    /** Share of the rows in the window predicted rightly. */
    double accuracy() {
        double sum = 0;
        for (int hits : correct) {
            sum += hits;
        }
        return sum / rows();
    }

    private double rows() {
        double sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        return sum;
    }
}
