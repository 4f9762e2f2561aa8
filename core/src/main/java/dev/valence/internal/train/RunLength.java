package dev.valence.internal.train;

import dev.valence.internal.train.TrainingConfig.Budget;
import java.util.function.IntUnaryOperator;

/** Length of a run that is limited by epochs, steps or minutes. */
final class RunLength {
    private final Budget budget;
    private final int stepsOfEpochs; // 0 where epochs do not limit the run

    /** @param stepsOfEpoch from the number of an epoch, counted from 0, to its steps */
    RunLength(Budget budget, IntUnaryOperator stepsOfEpoch) {
        this.budget = budget;
        int steps = 0;
        for (int epoch = 0; epoch < budget.epochs(); epoch++) {
            steps += stepsOfEpoch.applyAsInt(epoch);
        }
        this.stepsOfEpochs = steps;
    }

    boolean reached(TrainingState state) {
        if (budget.epochs() > 0) {
            return state.epoch() == budget.epochs();
        }
        return budget.steps() > 0 ? state.steps() >= budget.steps() : state.seconds() >= 60 * budget.minutes();
    }

    /** Returns the steps of the whole run; estimated from the pace so far if time is limited. */
    int steps(TrainingState state) {
        if (budget.epochs() > 0) {
            return stepsOfEpochs;
        }
        double pace = state.steps() / Math.max(1e-9, state.seconds());
        return budget.steps() > 0 ? budget.steps() : (int) Math.max(state.steps() + 1, 60 * budget.minutes() * pace);
    }
}
