package dev.valence.internal.train;

import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.train.TrainingConfig.Batching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A sampler of batches, in a new order every epoch; the order is a function of seed and epoch. */
final class BatchSampler {
    /** Batches whose texts are sorted together by length: enough to find similar lengths, few enough to mix. */
    private static final int WINDOW = 64;

    private final int[] lengths; // tokens of each text
    private final Batching batching;
    private final long seed;

    BatchSampler(int[] lengths, Batching batching, long seed) {
        this.lengths = lengths.clone();
        this.batching = batching;
        this.seed = seed;
    }

    /** The batches of an epoch as indices of texts; every text is in exactly one. */
    List<int[]> epoch(int epoch) {
        int[] order = new CounterRandom(seed, 2L * epoch).permutation(lengths.length);
        if (!batching.byLength()) {
            return cut(order);
        }
        List<int[]> sorted = cut(sortedInWindows(order));
        List<int[]> mixed = new ArrayList<>(sorted.size());
        for (int i : new CounterRandom(seed, 2L * epoch + 1).permutation(sorted.size())) {
            mixed.add(sorted.get(i));
        }
        return mixed;
    }

    private int[] sortedInWindows(int[] order) {
        long tokens = Arrays.stream(lengths).asLongStream().sum();
        int perBatch = batching.texts() > 0
                ? batching.texts()
                : Math.max(1, (int) ((long) batching.tokens() * lengths.length / Math.max(1, tokens)));
        Integer[] boxed = Arrays.stream(order).boxed().toArray(Integer[]::new);
        int window = (int) Math.min(boxed.length, (long) WINDOW * perBatch);
        for (int from = 0; from < boxed.length; from += window) {
            Arrays.sort(
                    boxed, from, Math.min(boxed.length, from + window), Comparator.comparingInt(text -> lengths[text]));
        }
        return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
    }

    private List<int[]> cut(int[] order) {
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        int tokens = 0;
        for (int i = 0; i < order.length; i++) {
            tokens += lengths[order[i]];
            boolean full = batching.texts() > 0
                    ? i + 1 - from == batching.texts()
                    : i + 1 == order.length || tokens + lengths[order[i + 1]] > batching.tokens();
            if (full || i == order.length - 1) {
                batches.add(Arrays.copyOfRange(order, from, i + 1));
                from = i + 1;
                tokens = 0;
            }
        }
        return batches;
    }
}
