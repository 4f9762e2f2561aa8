package dev.valence.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Staging memory of one matrix outside the Java heap: floats, and numbers rounded to bf16. It grows and is reused. Not
 * thread-safe.
 */
final class Staging {
    private static final float[] ZEROS = new float[1 << 12];

    private FloatPointer floats = new FloatPointer(1L);
    private FloatBuffer buffer = floats.asBuffer();
    private ShortPointer rounded = new ShortPointer(1L);

    /** Returns memory for that many floats; growing discards its content. */
    FloatPointer floats(int size) {
        if (buffer.capacity() < size) {
            floats.close();
            floats = new FloatPointer(size + (long) size / 4);
            buffer = floats.asBuffer();
        }
        return floats;
    }

    /** Returns memory for that many numbers in bf16. */
    Pointer rounded(int size) {
        if (rounded.capacity() < size) {
            rounded.close();
            rounded = new ShortPointer(size + (long) size / 4);
        }
        return rounded;
    }

    /** The first {@code count} floats from {@code x}, zeros up to {@code size}. */
    FloatPointer put(float[] x, int offset, int count, int size) {
        FloatPointer pointer = floats(size);
        buffer.clear();
        buffer.put(x, offset, count);
        for (int left = size - count; left > 0; left -= ZEROS.length) {
            buffer.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
        return pointer;
    }

    /** Copies the first {@code count} floats. */
    void get(float[] y, int count) {
        buffer.clear();
        buffer.get(y, 0, count);
    }

    /** Copies rows without gaps to columns of a matrix: {@code width} of {@code columns}, the first of them at {@code to}. */
    void get(float[] y, int to, int columns, int rows, int width) {
        buffer.clear();
        if (width == columns) {
            buffer.get(y, to, rows * width);
            return;
        }
        for (int r = 0; r < rows; r++) {
            buffer.get(y, to + r * columns, width);
        }
    }
}
