package dev.valence.internal.train;

import dev.valence.internal.compute.Allocation;
import dev.valence.internal.compute.Kernels;
import dev.valence.internal.compute.Kernels.AdamStep;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Adam (Kingma and Ba, 2015), or with weight decay AdamW (Loshchilov and Hutter, 2019). Each tensor belongs to
 * a {@link Group}. Keeps both moments in arrays laid out as the parameters.
 */
final class Adam {
    /**
     * Hyper-parameters.
     *
     * @param beta1 decay of the first moments, in [0, 1)
     * @param beta2 decay of the second moments, in [0, 1)
     * @param epsilon added to the root of the second moments
     * @param weightDecay 0 for Adam
     */
    record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
        /** The paper's: 0.9, 0.999, 1e-8. */
        static Settings withWeightDecay(double weightDecay) {
            return new Settings(0.9, 0.999, 1e-8, weightDecay);
        }
    }

    /**
     * How a group of tensors is updated.
     *
     * @param rate their share of the learning rate, 0 where they stay as they are
     * @param decays whether weight decay reaches them
     */
    record Group(double rate, boolean decays) {}

    /** A range of the arena in one group, small enough for one task. */
    private record Stretch(int from, int to, Group group) {}

    private static final int LONGEST = 1 << 15; // elements: four streams of it fit the second-level cache

    private final Settings settings;
    private final Kernels kernels;
    private final float[] parameters;
    private final float[] first;
    private final float[] second;
    private final List<Stretch> stretches = new ArrayList<>();
    private int steps;

    Adam(Settings settings, Parameters parameters, Kernels kernels, Function<NamedTensor, Group> groups) {
        this.settings = settings;
        this.kernels = kernels;
        this.parameters = parameters.values();
        this.first = Allocation.floats(parameters.size(), "a moment of the optimizer");
        this.second = Allocation.floats(parameters.size(), "a moment of the optimizer");
        for (NamedTensor tensor : parameters.tensors()) {
            Group given = groups.apply(tensor);
            Group group = new Group(given.rate, given.decays && settings.weightDecay > 0); // so that more are alike
            if (group.rate > 0) {
                addStretches(tensor.offset(), tensor.offset() + tensor.size(), group);
            }
        }
    }

    private void addStretches(int from, int to, Group group) {
        int start = from;
        if (!stretches.isEmpty()) {
            Stretch last = stretches.get(stretches.size() - 1);
            if (last.to == from && last.group.equals(group) && to - last.from <= LONGEST) {
                stretches.remove(stretches.size() - 1);
                start = last.from;
            }
        }
        for (; start < to; start += LONGEST) {
            stretches.add(new Stretch(start, Math.min(to, start + LONGEST), group));
        }
    }

    /** Number of independent tasks of a step. */
    int tasks() {
        return stretches.size();
    }

    /** First moments, laid out as the parameters; not a copy. */
    float[] first() {
        return first;
    }

    /** Second moments, laid out as the parameters; not a copy. */
    float[] second() {
        return second;
    }

    /** Steps taken so far. */
    int steps() {
        return steps;
    }

    /** Goes on from moments that were filled from outside. */
    void resume(int stepsTaken) {
        steps = stepsTaken;
    }

    /** Starts a step: the numbers all its tasks share. */
    AdamStep next(double learningRate, double gradientFactor) {
        steps++;
        return new AdamStep(
                (float) gradientFactor,
                (float) settings.beta1,
                (float) (1 - settings.beta1),
                (float) settings.beta2,
                (float) (1 - settings.beta2),
                (float) (learningRate / (1 - power(settings.beta1))),
                (float) (1 / (1 - power(settings.beta2))),
                (float) settings.epsilon,
                (float) (learningRate * settings.weightDecay));
    }

    /**
     * Remaining share of a moment's initial value after the steps so far; the kernels decay by the float nearest to
     * beta.
     */
    private double power(double beta) {
        return Math.pow((float) beta, steps);
    }

    /** One task of a step: updates its stretch of the parameters. */
    void update(AdamStep step, int task, float[] gradients) {
        Stretch stretch = stretches.get(task);
        AdamStep own = step.scaled(stretch.group.rate, stretch.group.decays);
        kernels.adam(own, stretch.from, stretch.to, parameters, gradients, first, second);
    }
}
