package dev.valence.formats.pickle;

import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.files.WholeFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A writer of dicts of dicts of NumPy arrays, which {@code pickle.load} reads with any version of NumPy. Protocol 4,
 * which every Python 3 from 3.4 knows; NumPy's older module names, which version 2 keeps for pickles.
 */
public final class PickleWriter {
    private static final int PROTOCOL = 4;

    private final DataOutputStream out;

    private PickleWriter(DataOutputStream out) {
        this.out = out;
    }

    /**
     * Writes a file, replacing one that is there once the new one is complete.
     *
     * @param modules arrays by the keys of the outer and the inner dict
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, Map<String, Map<String, NamedTensor>> modules) {
        try (WholeFile fresh = new WholeFile(file)) {
            writeNew(fresh.draft(), modules);
            fresh.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void writeNew(Path file, Map<String, Map<String, NamedTensor>> modules) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            new PickleWriter(out).pickle(modules);
        }
    }

    private void pickle(Map<String, Map<String, NamedTensor>> modules) throws IOException {
        opcode(Opcode.PROTO);
        out.writeByte(PROTOCOL);
        opcode(Opcode.EMPTY_DICT);
        opcode(Opcode.MARK);
        for (Map.Entry<String, Map<String, NamedTensor>> module : modules.entrySet()) {
            text(module.getKey());
            opcode(Opcode.EMPTY_DICT);
            opcode(Opcode.MARK);
            for (Map.Entry<String, NamedTensor> array : module.getValue().entrySet()) {
                text(array.getKey());
                array(array.getValue());
            }
            opcode(Opcode.SETITEMS);
        }
        opcode(Opcode.SETITEMS);
        opcode(Opcode.STOP);
    }

    /** {@code _reconstruct(ndarray, (0,), b'b')}, then {@code __setstate__((1, shape, dtype, False, bytes))}. */
    private void array(NamedTensor tensor) throws IOException {
        global("numpy.core.multiarray", "_reconstruct");
        global("numpy", "ndarray");
        integer(0);
        opcode(Opcode.TUPLE1);
        opcode(Opcode.SHORT_BINBYTES);
        out.writeByte(1);
        out.writeByte('b');
        opcode(Opcode.TUPLE3);
        opcode(Opcode.REDUCE);
        opcode(Opcode.MARK);
        integer(1);
        opcode(Opcode.MARK);
        for (int extent : tensor.shape()) {
            integer(extent);
        }
        opcode(Opcode.TUPLE);
        littleEndianFloat();
        opcode(Opcode.NEWFALSE);
        values(tensor);
        opcode(Opcode.TUPLE);
        opcode(Opcode.BUILD);
    }

    /** {@code dtype('f4', False, True)}, then {@code __setstate__((3, '<', None, None, None, -1, -1, 0))}. */
    private void littleEndianFloat() throws IOException {
        global("numpy", "dtype");
        text("f4");
        opcode(Opcode.NEWFALSE);
        opcode(Opcode.NEWTRUE);
        opcode(Opcode.TUPLE3);
        opcode(Opcode.REDUCE);
        opcode(Opcode.MARK);
        integer(3);
        text("<");
        opcode(Opcode.NONE);
        opcode(Opcode.NONE);
        opcode(Opcode.NONE);
        integer(-1);
        integer(-1);
        integer(0);
        opcode(Opcode.TUPLE);
        opcode(Opcode.BUILD);
    }

    private void values(NamedTensor tensor) throws IOException {
        opcode(Opcode.BINBYTES8);
        out.writeLong(Long.reverseBytes((long) tensor.size() * Float.BYTES));
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        int capacity = buffer.capacity() / Float.BYTES;
        for (int done = 0; done < tensor.size(); done += capacity) {
            int count = Math.min(capacity, tensor.size() - done);
            buffer.asFloatBuffer().put(tensor.values(), tensor.offset() + done, count);
            out.write(buffer.array(), 0, count * Float.BYTES);
        }
    }

    private void global(String module, String name) throws IOException {
        opcode(Opcode.GLOBAL);
        out.write((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        opcode(Opcode.BINUNICODE);
        out.writeInt(Integer.reverseBytes(utf8.length));
        out.write(utf8);
    }

    private void integer(int value) throws IOException {
        opcode(Opcode.BININT);
        out.writeInt(Integer.reverseBytes(value));
    }

    private void opcode(Opcode opcode) throws IOException {
        out.writeByte(opcode.code());
    }
}
