package dev.valence.internal.checkpoint;

import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor on its way into a safetensors file: what the header says of it, and who writes its elements when their turn comes,
 * so that those of a whole model need not be in memory together.
 *
 * @param shape extents, outermost first
 * @param bytes of all elements
 * @param elements writes just as many
 */
public record OutgoingTensor(String name, ElementType type, List<Integer> shape, long bytes, Elements elements) {
    /** Writes the elements of one tensor. */
    @FunctionalInterface
    interface Elements {
        /**
         * Writes them at the channel's position.
         *
         * @param buffer little-endian, cleared; for any use
         */
        void writeTo(FileChannel channel, ByteBuffer buffer) throws IOException;
    }

    /** Floats, rounded to that type. */
    static OutgoingTensor of(NamedTensor tensor, ElementType type) {
        List<Integer> shape = Arrays.stream(tensor.shape()).boxed().toList();
        long bytes = (long) tensor.size() * type.bytes();
        return new OutgoingTensor(
                tensor.name(), type, shape, bytes, (channel, buffer) -> write(tensor, type, channel, buffer));
    }

    private static void write(NamedTensor tensor, ElementType type, FileChannel channel, ByteBuffer buffer)
            throws IOException {
        int end = tensor.offset() + tensor.size();
        for (int next = tensor.offset(); next < end; ) {
            int count = Math.min(buffer.capacity() / type.bytes(), end - next);
            type.fromFloats(tensor.values(), next, count, buffer);
            writeFully(buffer.limit(count * type.bytes()), channel);
            buffer.clear();
            next += count;
        }
    }

    /** Writes all that remains in a buffer. */
    static void writeFully(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
