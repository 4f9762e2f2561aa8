package dev.valence.internal.baseline;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The order in which NumPy's {@code argsort} puts 64-bit integers on processors with AVX-512, equal ones included.
 *
 * <p>scikit-learn keeps the most frequent terms by such a sort, and it is not stable: which of equally frequent terms stay
 * is left to the steps of x86-simd-sort's quicksort, eight values at a time, with bitonic networks for 256 values and
 * fewer. With SST-2 a few hundred of 10,000 terms, and some predicted probabilities by 0.05, depend on it; so the steps
 * are repeated here. (NumPy sorts otherwise on other processors, and gives other terms there.)
 */
final class VectorizedArgsort {
    private static final int LANES = 8;
    private static final int BLOCK = 4 * LANES;
    private static final int NETWORK_SIZE = 256;
    private static final int PIVOT_OF_EIGHT = 4;
    private static final int PADDING = -1;

    private final long[] keys;
    private final int[] order;

    private VectorizedArgsort(long[] keys) {
        this.keys = keys;
        this.order = IntStream.range(0, keys.length).toArray();
    }

    /** Indices of the keys in ascending order. */
    static int[] argsort(long[] keys) {
        VectorizedArgsort sort = new VectorizedArgsort(keys);
        if (!sort.ascending()) {
            int depth = 2 * (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(keys.length));
            sort.quicksort(0, keys.length, depth);
        }
        return sort.order;
    }

    private boolean ascending() {
        return IntStream.range(1, keys.length).allMatch(i -> keys[i - 1] <= keys[i]);
    }

    private long key(int position) {
        return keys[order[position]];
    }

    private void quicksort(int from, int to, int depth) {
        if (depth <= 0) {
            Introsort.sort(keys, order, from, to); // where many equal keys keep it from making progress
            return;
        }
        if (to - from <= NETWORK_SIZE) {
            sortByNetwork(from, to);
            return;
        }
        long pivot = pivot(from, to);
        int middle = partition(from, to, pivot);
        if (from < middle) {
            quicksort(from, middle, depth - 1);
        }
        if (anyAbove(pivot, middle, to)) {
            quicksort(middle, to, depth - 1);
        }
    }

    private boolean anyAbove(long pivot, int from, int to) {
        for (int i = from; i < to; i++) {
            if (key(i) > pivot) {
                return true;
            }
        }
        return false;
    }

    private long pivot(int from, int to) {
        int distance = (to - 1 - from) / LANES;
        long[] samples = IntStream.rangeClosed(1, LANES)
                .mapToLong(i -> key(from + i * distance))
                .sorted()
                .toArray();
        return samples[PIVOT_OF_EIGHT];
    }

    /** Moves keys below the pivot before the others and returns where these start. */
    private int partition(int from, int to, long pivot) {
        int left = from;
        int right = to;
        for (int rest = (to - from) % BLOCK; rest > 0; rest--) {
            if (key(left) < pivot) {
                left++;
            } else {
                right--;
                int swapped = order[left];
                order[left] = order[right];
                order[right] = swapped;
            }
        }
        return new Partition(left, right, pivot).run();
    }

    /** Splits whole blocks; the first and the last are set aside to make room, and split at the end. */
    private final class Partition {
        private final long pivot;
        private int left;
        private int right;
        private int leftStored;
        private int rightStored;

        Partition(int left, int right, long pivot) {
            this.left = left;
            this.right = right;
            this.leftStored = left;
            this.rightStored = right;
            this.pivot = pivot;
        }

        int run() {
            int[] first = takeLeft();
            int[] last = takeRight();
            while (left != right) {
                split(rightStored - right < left - leftStored ? takeRight() : takeLeft());
            }
            split(first);
            split(last);
            return leftStored;
        }

        private int[] takeLeft() {
            left += BLOCK;
            return Arrays.copyOfRange(order, left - BLOCK, left);
        }

        private int[] takeRight() {
            right -= BLOCK;
            return Arrays.copyOfRange(order, right, right + BLOCK);
        }

        private void split(int[] block) {
            int[] above = new int[LANES];
            for (int lane = 0; lane < BLOCK; lane += LANES) {
                int count = 0;
                for (int i = lane; i < lane + LANES; i++) {
                    if (keys[block[i]] < pivot) {
                        order[leftStored++] = block[i];
                    } else {
                        above[count++] = block[i];
                    }
                }
                rightStored -= count;
                System.arraycopy(above, 0, order, rightStored, count);
            }
        }
    }

    /** Bitonic sorting network, padded with infinite keys to a power of two. */
    private void sortByNetwork(int from, int to) {
        int size = LANES;
        while (size < to - from) {
            size *= 2;
        }
        int[] lanes = Arrays.copyOf(Arrays.copyOfRange(order, from, to), size);
        Arrays.fill(lanes, to - from, size, PADDING);
        for (int run = 2; run <= size; run *= 2) {
            for (int i = 0; i < size; i++) {
                compareAndSwap(lanes, i, (i / run) * run + run - 1 - i % run);
            }
            for (int distance = run / 4; distance > 0; distance /= 2) {
                for (int i = 0; i < size; i++) {
                    compareAndSwap(lanes, i, i ^ distance);
                }
            }
        }
        System.arraycopy(lanes, 0, order, from, to - from);
    }

    private void compareAndSwap(int[] lanes, int lower, int upper) {
        if (lower < upper && networkKey(lanes[lower]) > networkKey(lanes[upper])) {
            int swapped = lanes[lower];
            lanes[lower] = lanes[upper];
            lanes[upper] = swapped;
        }
    }

    private long networkKey(int index) {
        return index == PADDING ? Long.MAX_VALUE : keys[index];
    }
}
