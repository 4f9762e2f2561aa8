package dev.valence.formats.pickle;

import dev.valence.InputException;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The arrays in a file of Python's {@code pickle.dump}: parameters or states of training, as nested dicts, tuples and
 * named tuples of NumPy or JAX arrays. The file is run by an interpreter of its own that knows nothing but arrays and
 * what holds them, so opening a file from a stranger does nothing but read it. Immutable.
 */
public final class PickleFile {
    private final List<PickledTensor> tensors;
    private final long bytes;

    private PickleFile(PickleInput input) {
        PickleValue root = new PickleMachine(input).run();
        this.tensors = List.copyOf(new PickleTree(input).tensors(root));
        this.bytes = input.size();
    }

    /**
     * Reads a file. Values of arrays stay in it, mapped into memory, until they are asked for.
     *
     * @throws PickleException if it is damaged, or holds more than arrays and what holds them
     * @throws InputException if it cannot be read, or has 2 GiB or more
     */
    public static PickleFile open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new InputException(file + ": required a pickle of less than 2 GiB, found " + size
                        + " bytes; save the parameters alone");
            }
            return parse(file.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a pickle", e);
        }
    }

    /**
     * Reads bytes.
     *
     * @param source what they are, for messages
     * @throws PickleException as {@link #open}
     */
    public static PickleFile parse(String source, ByteBuffer bytes) {
        return new PickleFile(new PickleInput(source, bytes));
    }

    /** All arrays, the least deep first; an array that several containers hold is there several times. */
    public List<PickledTensor> tensors() {
        return tensors;
    }

    /** Size of the file. */
    public long bytes() {
        return bytes;
    }
}
