package dev.valence.internal.train;

import dev.valence.internal.compute.Kernels;
import dev.valence.internal.compute.Kernels.AdamStep;
import dev.valence.internal.compute.Stopwatch;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.Gradients;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * One training step on several workers. The batch is split by texts into shards of about equal tokens; each runs
 * forward and backward alone, the shards' gradients are summed in the order of the shards, and the optimizer passes
 * over the arena. Results depend on the number of shards, never on the number of workers or their timing. A shard may
 * compute its texts in several parts, one after another, which takes the memory of one part: gradient accumulation.
 */
final class DataParallel {
    /** Elements of the arena that one task of the reduction adds up. */
    private static final int STRETCH = 1 << 15;

    private final TransformerModel model;
    private final WorkerPool pool;
    private final Kernels kernels;
    private final Workspace[] shards;
    private final int parts; // of a shard
    private final CrossEntropy.Result[] results;
    private final Gradients total; // of the first shard, to which the others are added
    private final int rowsPerTask;
    private final int rowTasks;
    private final double[] squares; // by reduction task
    private final Stopwatch watch = new Stopwatch(); // of the thread that calls step
    private long nanos; // spent in step
    private int steps;
    private long allocated; // bytes, after the steps of warm-up

    DataParallel(TransformerModel model, WorkerPool pool, int shardCount, int parts, Frozen frozen) {
        this.model = model;
        this.pool = pool;
        this.parts = parts;
        this.kernels = model.backend().kernels();
        this.shards = new Workspace[shardCount];
        this.results = new CrossEntropy.Result[shardCount];
        for (int s = 0; s < shardCount; s++) {
            shards[s] = model.trainingWorkspace(frozen);
        }
        total = shards[0].gradients();
        rowsPerTask = Math.max(1, STRETCH / total.rowWidth());
        rowTasks = (total.rows() + rowsPerTask - 1) / rowsPerTask;
        int dense = model.parameters().size() - total.denseStart();
        squares = new double[rowTasks + (dense + STRETCH - 1) / STRETCH];
    }

    /**
     * Loss, hits and gradient norm of a step.
     *
     * @param loss mean loss of the batch's rows
     * @param correct rows predicted rightly
     * @param outputs rows R of the batch
     * @param gradientNorm L2 norm of the gradient before clipping
     */
    record Outcome(double loss, int correct, int outputs, double gradientNorm) {
        /** Whether loss and gradient are finite, so that the weights were changed. */
        boolean finite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }

        /** Describes loss and gradient for a message. */
        String describe() {
            return "the loss is " + loss + " and the norm of the gradient " + gradientNorm;
        }
    }

    /**
     * Runs forward, backward, clip and step; weights and moments stay as they are if loss or gradient are not finite.
     *
     * @param batch the texts and what the head should say of them
     * @param adam the optimizer
     * @param rate learning rate of this step
     * @param clip largest gradient norm, or infinity
     * @param seed of the run, for dropout
     */
    Outcome step(TrainingBatch batch, Adam adam, double rate, double clip, long seed) {
        long start = System.nanoTime();
        OptionalLong allocatedBefore = pool.allocatedBytes();
        watch.start();
        double weight = batch.targets().weight();
        CrossEntropy.Result result = gradient(batch, (float) (1 / weight), seed, adam.steps());
        double norm = reduce();
        watch.lap(Section.REDUCTION);
        Outcome outcome = new Outcome(result.loss() / weight, result.correct(), batch.outputs(), norm);
        if (outcome.finite()) {
            AdamStep step = adam.next(rate, norm > clip ? clip / norm : 1);
            pool.run(adam.tasks(), task -> adam.update(step, task, total.values()));
        }
        clear();
        watch.lap(Section.OPTIMIZER);
        model.refresh(pool);
        watch.lap(Section.PACKING);
        countAllocated(allocatedBefore);
        nanos += System.nanoTime() - start;
        return outcome;
    }

    private void countAllocated(OptionalLong before) {
        steps++;
        OptionalLong now = pool.allocatedBytes();
        if (steps > TrainingProfile.WARM_UP_STEPS && before.isPresent() && now.isPresent()) {
            allocated += now.getAsLong() - before.getAsLong();
        }
    }

    /** Fills the gradients of the shards and returns loss and hits of the whole batch. */
    private CrossEntropy.Result gradient(TrainingBatch batch, float factor, long seed, long step) {
        int[] cuts = cut(batch.tokens(), shards.length * parts);
        pool.run(shards.length, s -> {
            results[s] = CrossEntropy.Result.NONE;
            for (int part = s * parts; part < (s + 1) * parts; part++) {
                TrainingBatch own = batch.slice(cuts[part], cuts[part + 1]);
                int firstToken = batch.tokens().offsets()[cuts[part]];
                Pass pass = own.pass().training(seed, step, firstToken, batch.offsets()[cuts[part]]);
                if (own.outputs() > 0) {
                    results[s] = results[s].plus(model.forwardBackward(shards[s], pass, own.targets(), factor));
                }
            }
        });
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (CrossEntropy.Result result : results) {
            sum = sum.plus(result);
        }
        watch.start(); // the shards have booked this time on watches of their own
        return sum;
    }

    /** Adds all shards to the first, clears the others, and returns the norm of the sum. */
    private double reduce() {
        for (int s = 1; s < shards.length; s++) {
            total.touchAll(shards[s].gradients());
        }
        pool.run(squares.length, task -> squares[task] = task < rowTasks ? reduceRows(task) : reduceDense(task));
        for (int s = 1; s < shards.length; s++) {
            shards[s].gradients().untouchAll();
        }
        return Math.sqrt(Arrays.stream(squares).sum());
    }

    private double reduceRows(int task) {
        int width = total.rowWidth();
        int end = Math.min(total.rows(), (task + 1) * rowsPerTask);
        double sum = 0;
        for (int row = task * rowsPerTask; row < end; row++) {
            if (total.touched(row)) {
                sum += reduce(row * width, (row + 1) * width);
            }
        }
        return sum;
    }

    private double reduceDense(int task) {
        int from = total.denseStart() + (task - rowTasks) * STRETCH;
        return reduce(from, Math.min(model.parameters().size(), from + STRETCH));
    }

    private double reduce(int from, int to) {
        for (int s = 1; s < shards.length; s++) {
            kernels.addAndClear(from, to, shards[s].gradients().values(), total.values());
        }
        return kernels.sumOfSquares(from, to, total.values());
    }

    private void clear() {
        Arrays.fill(total.values(), total.denseStart(), model.parameters().size(), 0f);
        total.clearTouchedRows();
    }

    /** Cuts a batch into runs of texts with about the same number of tokens each; returns the bounds, [shards + 1]. */
    static int[] cut(TokenBatch batch, int shards) {
        int[] cuts = new int[shards + 1];
        int text = 0;
        for (int s = 1; s < shards; s++) {
            long target = (long) batch.tokens() * s / shards;
            while (text < batch.texts() && batch.offsets()[text] + batch.length(text) / 2 < target) {
                text++;
            }
            cuts[s] = text;
        }
        cuts[shards] = batch.texts();
        return cuts;
    }

    /** Seconds spent in steps. */
    double seconds() {
        return nanos / 1e9;
    }

    /** Time of all workers, and of the caller in sequential parts; bytes that a step allocates. */
    TrainingProfile profile() {
        Stopwatch all = new Stopwatch();
        for (Workspace shard : shards) {
            all.add(shard.watch());
        }
        all.add(watch);
        int warm = steps - TrainingProfile.WARM_UP_STEPS;
        boolean counted = warm > 0 && pool.allocatedBytes().isPresent();
        return new TrainingProfile(all, counted ? OptionalLong.of(allocated / warm) : OptionalLong.empty());
    }
}
