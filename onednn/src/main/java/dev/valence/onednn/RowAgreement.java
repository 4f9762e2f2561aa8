package dev.valence.onednn;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps each row of a product the same to the bit for any number of other rows. oneDNN chooses the order of its sums by
 * the shape and the place of the row, so a product of each shape is first tried with random numbers and compared with
 * products of the fewest rows, and what differs is computed in halves that do not. Thread-safe.
 */
final class RowAgreement {
    private static final int FEWEST = Multiplier.FINEST;

    private final OneDnnGemm gemm;
    private final Map<Object, Integer> blocks = new ConcurrentHashMap<>(); // rows to compute at once, by shape

    RowAgreement(OneDnnGemm gemm) {
        this.gemm = gemm;
    }

    /** A product of some consecutive rows. */
    interface RowProduct {
        /**
         * Multiplies.
         *
         * @param x all rows
         * @param first index of the first row
         * @param count number of rows that the product is made for
         */
        void multiply(OneDnnOperand x, int first, int count);
    }

    /**
     * Rows of a result.
     *
     * @param first where the first of them stands
     * @param width bytes of a row
     * @param stride bytes from a row to the next
     */
    record Rows(Pointer first, int width, int stride) {
        byte[] copy(int count) {
            byte[] copied = new byte[count * width];
            BytePointer bytes = new BytePointer(first);
            for (int r = 0; r < count; r++) {
                bytes.getPointer((long) r * stride).get(copied, r * width, width);
            }
            return copied;
        }
    }

    /**
     * Computes a product.
     *
     * @param x the left factor
     * @param inputs its columns
     * @param shape what tells products of so many rows apart
     * @param product computes some of its rows
     * @param result where they are written
     */
    void run(OneDnnOperand x, int inputs, IntFunction<Object> shape, RowProduct product, Rows result) {
        int rows = Multiplier.rounded(x.rows());
        if (!x.independent()) {
            product.multiply(x, 0, rows);
            return;
        }
        int first = 0;
        while (first < rows) {
            int left = rows - first;
            Object key = shape.apply(left);
            Integer block = blocks.get(key);
            if (block == null) {
                block = largestBlock(left, inputs, product, result);
                blocks.put(key, block);
                first = 0; // trying has overwritten the result
            } else {
                product.multiply(x, first, block);
                first += block;
            }
        }
    }

    /** Returns the largest number of rows up to a limit, by halving, whose product agrees with that of the fewest. */
    private int largestBlock(int rows, int inputs, RowProduct product, Rows result) {
        int block = rows;
        while (block > FEWEST && !agrees(block, inputs, product, result)) {
            block = Math.max(FEWEST, block / 2 / FEWEST * FEWEST);
        }
        return block;
    }

    private boolean agrees(int rows, int inputs, RowProduct product, Rows result) {
        OneDnnOperand x = new OneDnnOperand(gemm, true);
        float[] values = new float[rows * inputs];
        SplittableRandom random = new SplittableRandom(rows);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        x.take(rows, inputs, values);
        product.multiply(x, 0, rows);
        byte[] together = result.copy(rows);
        for (int first = 0; first < rows; first += FEWEST) {
            product.multiply(x, first, FEWEST);
        }
        return Arrays.equals(together, result.copy(rows));
    }
}
