package dev.valence.formats.onnx;

import com.google.protobuf.CodedInputStream;
import dev.valence.InputException;
import dev.valence.internal.checkpoint.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A constant of a graph. Its elements stay in the file until they are needed.
 *
 * @param path the model's file, for messages
 * @param name its name, for messages
 * @param dataType a number of TensorProto.DataType
 * @param extents its shape, outermost first; none for a scalar
 * @param file what {@code start} and {@code bytes} refer to
 * @param start where its elements begin in the file
 * @param bytes how many bytes they take
 * @param varints whether they are variable-length integers, not fixed-length ones, little-endian
 */
record OnnxTensor(
        Path path,
        String name,
        int dataType,
        List<Integer> extents,
        FileChannel file,
        long start,
        int bytes,
        boolean varints) {
    static final int FLOAT = 1;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int FLOAT16 = 10;
    static final int BFLOAT16 = 16;

    OnnxTensor {
        extents = List.copyOf(extents);
    }

    int rank() {
        return extents.size();
    }

    int extent(int axis) {
        return extents.get(axis);
    }

    /** Number of elements; the reader has checked that it is below 2^31. */
    int size() {
        return extents.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }

    boolean isFloat() {
        return dataType == FLOAT || dataType == FLOAT16 || dataType == BFLOAT16;
    }

    boolean isInteger() {
        return dataType == INT32 || dataType == INT64;
    }

    /** Its elements, row-major. */
    float[] floats() {
        ElementType type =
                switch (dataType) {
                    case FLOAT -> ElementType.F32;
                    case FLOAT16 -> ElementType.F16;
                    case BFLOAT16 -> ElementType.BF16;
                    default -> throw violation("FLOAT, FLOAT16 or BFLOAT16", "data type " + dataType);
                };
        if (varints) { // the bits of 16-bit floats, one to an integer
            long[] bits = readVarints();
            ByteBuffer shorts = ByteBuffer.allocate(2 * bits.length);
            for (long each : bits) {
                shorts.putShort((short) each);
            }
            return toFloats(type, shorts);
        }
        requireBytes(type.bytes());
        return toFloats(type, map());
    }

    private float[] toFloats(ElementType type, ByteBuffer elements) {
        float[] floats = new float[size()];
        type.toFloats(elements, floats, 0, floats.length);
        return floats;
    }

    /** Its elements if they are integers of 32 or 64 bits. */
    long[] integers() {
        if (!isInteger()) {
            throw violation("INT32 or INT64", "data type " + dataType);
        }
        if (varints) {
            return readVarints();
        }
        int width = dataType == INT64 ? Long.BYTES : Integer.BYTES;
        requireBytes(width);
        ByteBuffer elements = map();
        long[] integers = new long[size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = width == Long.BYTES ? elements.getLong(i * width) : elements.getInt(i * width);
        }
        return integers;
    }

    private long[] readVarints() {
        if (size() > bytes) { // each takes a byte at least
            throw violation(size() + " elements", bytes + " bytes");
        }
        long[] integers = new long[size()];
        CodedInputStream in = CodedInputStream.newInstance(map());
        try {
            for (int i = 0; i < integers.length; i++) {
                integers[i] = in.readInt64();
            }
            if (!in.isAtEnd()) {
                throw violation(integers.length + " elements", "more");
            }
        } catch (IOException e) {
            throw violation(integers.length + " elements", "fewer");
        }
        return integers;
    }

    private void requireBytes(int width) {
        if ((long) size() * width != bytes) {
            throw violation((long) size() * width + " bytes for " + extents, bytes + " bytes");
        }
    }

    private ByteBuffer map() {
        try {
            if (file.size() < start + bytes) {
                throw violation("the bytes the file was opened with", "its end; it was cut meanwhile");
            }
            return file.map(FileChannel.MapMode.READ_ONLY, start, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the ONNX tensor '" + name + "' of " + path, e);
        }
    }

    private InputException violation(String required, String found) {
        return new InputException(path + ": ONNX tensor '" + name + "': required " + required + ", found " + found
                + "; export the model in fp32, or fetch it again");
    }
}
