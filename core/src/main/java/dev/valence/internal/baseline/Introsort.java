package dev.valence.internal.baseline;

/**
 * Puts indices in the order in which {@code std::sort} of GNU's standard library puts them by their keys, equal ones
 * included: quicksort by the median of three down to 16 elements, then insertion sort (Musser 1997). The heap sort it
 * turns to where even this makes no progress is left out.
 */
final class Introsort {
    private static final int SMALL = 16;

    private final long[] keys;
    private final int[] order;

    private Introsort(long[] keys, int[] order) {
        this.keys = keys;
        this.order = order;
    }

    /** Sorts {@code order[from] … order[to - 1]} by the keys at these indices. */
    static void sort(long[] keys, int[] order, int from, int to) {
        Introsort sort = new Introsort(keys, order);
        sort.quicksort(from, to);
        sort.insertionSort(from, to);
    }

    private long key(int position) {
        return keys[order[position]];
    }

    private void swap(int first, int second) {
        int swapped = order[first];
        order[first] = order[second];
        order[second] = swapped;
    }

    private void quicksort(int from, int to) {
        int end = to;
        while (end - from > SMALL) {
            swap(from, median(from + 1, from + (end - from) / 2, end - 1));
            int cut = partition(from, end);
            quicksort(cut, end);
            end = cut;
        }
    }

    /** Position of the middle one of three keys; which of equal ones is part of the order. */
    private int median(int first, int second, int third) {
        if (key(first) < key(second)) {
            if (key(second) < key(third)) {
                return second;
            }
            return key(first) < key(third) ? third : first;
        }
        if (key(first) < key(third)) {
            return first;
        }
        return key(second) < key(third) ? third : second;
    }

    /** Moves smaller keys before greater ones around the key at {@code from}. */
    private int partition(int from, int to) {
        long pivot = key(from);
        int lower = from + 1;
        int upper = to - 1;
        while (true) {
            while (key(lower) < pivot) {
                lower++;
            }
            while (pivot < key(upper)) {
                upper--;
            }
            if (lower >= upper) {
                return lower;
            }
            swap(lower++, upper--);
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int index = order[i];
            int hole = i;
            while (hole > from && keys[index] < key(hole - 1)) {
                order[hole] = order[hole - 1];
                hole--;
            }
            order[hole] = index;
        }
    }
}
