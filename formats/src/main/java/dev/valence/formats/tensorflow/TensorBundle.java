package dev.valence.formats.tensorflow;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.valence.InputException;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.MaskedChecksum;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a checkpoint in TensorFlow's second format: a {@link SortedTable} {@code PREFIX.index} of names, and
 * {@code PREFIX.data-00000-of-00001} and so on with their elements (<a
 * href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/tensor_bundle.proto">messages</a>).
 */
final class TensorBundle {
    private static final String HEADER = ""; // the name its table keeps the header under
    private static final int MOST_SHARDS = 1_000;
    private static final int MOST_EXTENTS = 8;
    private static final int LONGEST_NAME = 300;

    /** Reads one field of a message, or returns false and leaves it. */
    @FunctionalInterface
    private interface FieldReader {
        boolean read(int number, CodedInputStream in) throws IOException;
    }

    /** Index entry of a tensor. */
    private static final class Entry {
        private int type;
        private final List<Integer> shape = new ArrayList<>();
        private int shard;
        private long offset;
        private long size;
        private int checksum;
        private boolean sliced;
    }

    private static final Comparator<Entry> BY_PLACE = Comparator.comparingInt((Entry entry) -> entry.shard)
            .thenComparingLong(entry -> entry.offset)
            .thenComparingLong(entry -> entry.size);

    private final Path index;
    private final int shards;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private TensorBundle(Path index, Map<String, byte[]> table) {
        this.index = index;
        byte[] header = table.get(HEADER);
        if (header == null) {
            throw violation("a header", "none");
        }
        this.shards = shards(header);
        table.forEach((name, message) -> {
            if (!name.equals(HEADER)) {
                entries.put(name, entry(name, message));
            }
        });
        requireDistinctPlaces();
    }

    /** Throws if tensors share bytes: a small file must not become a large model. */
    private void requireDistinctPlaces() {
        List<Map.Entry<String, Entry>> byPlace = new ArrayList<>(entries.entrySet());
        byPlace.sort(Comparator.comparing(Map.Entry::getValue, BY_PLACE));
        for (int i = 1; i < byPlace.size(); i++) {
            Entry before = byPlace.get(i - 1).getValue();
            Entry entry = byPlace.get(i).getValue();
            if (entry.shard == before.shard && entry.offset - before.offset < before.size) {
                throw violation(
                        "a place of its own for '" + byPlace.get(i).getKey() + "'",
                        "that of '" + byPlace.get(i - 1).getKey() + "'");
            }
        }
    }

    /**
     * Reads the index.
     *
     * @param index a file whose name ends in {@code .index}
     * @throws InputException if it cannot be read or departs from the format
     */
    static TensorBundle open(Path index) {
        return new TensorBundle(index, SortedTable.read(index));
    }

    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Extents of a tensor, outermost first. */
    List<Integer> shape(String name) {
        return List.copyOf(require(name).shape);
    }

    /** Reads a tensor of floats of 32 or 16 bits, its checksum verified. */
    float[] floats(String name) {
        Entry entry = require(name);
        ElementType type =
                switch (entry.type) {
                    case 1 -> ElementType.F32;
                    case 14 -> ElementType.BF16;
                    case 19 -> ElementType.F16;
                    default -> throw violation("floats for '" + name + "'", "data type " + entry.type);
                };
        long elements = 1;
        for (int extent : entry.shape) {
            elements = Math.min(elements * extent, Integer.MAX_VALUE);
        }
        if (entry.sliced || elements * type.bytes() != entry.size) {
            String found = entry.sliced ? "slices" : entry.size + " bytes";
            throw violation(elements * type.bytes() + " bytes in one piece for '" + name + "'", found);
        }
        ByteBuffer bytes = map(name, entry);
        if (MaskedChecksum.of(bytes.duplicate()) != entry.checksum) {
            throw violation("the checksum of '" + name + "'", "another");
        }
        float[] floats = new float[(int) elements];
        type.toFloats(bytes, floats, 0, floats.length);
        return floats;
    }

    private ByteBuffer map(String name, Entry entry) {
        String prefix = index.getFileName().toString().replaceFirst("\\.index$", "");
        Path data =
                index.resolveSibling(String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, entry.shard, shards));
        try (FileChannel file = FileChannel.open(data, StandardOpenOption.READ)) {
            if (entry.offset > file.size() - entry.size) {
                throw violation(entry.size + " bytes at " + entry.offset + " of " + data.getFileName(), "its end");
            }
            return file.map(FileChannel.MapMode.READ_ONLY, entry.offset, entry.size)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    data + ": required the tensor '" + name + "', found no such file; fetch the checkpoint again", e);
        } catch (IOException e) {
            throw UnreadableFile.because(data, "the tensor '" + name + "'", e);
        }
    }

    private Entry require(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw violation("a tensor '" + name + "'", "none of that name among " + entries.size());
        }
        return entry;
    }

    private int shards(byte[] header) {
        int[] count = {0};
        readMessage(header, (number, in) -> {
            if (number == 1) {
                count[0] = in.readInt32();
            } else if (number == 2 && in.readEnum() != 0) {
                throw violation("little-endian numbers", "big-endian ones");
            }
            return number == 1 || number == 2;
        });
        if (count[0] < 1 || count[0] > MOST_SHARDS) {
            throw violation("between 1 and " + MOST_SHARDS + " files of data", String.valueOf(count[0]));
        }
        return count[0];
    }

    private Entry entry(String name, byte[] message) {
        Entry entry = new Entry();
        readMessage(message, (number, in) -> {
            switch (number) {
                case 1 -> entry.type = in.readEnum();
                case 2 -> readShape(in.readByteArray(), entry.shape);
                case 3 -> entry.shard = in.readInt32();
                case 4 -> entry.offset = in.readInt64();
                case 5 -> entry.size = in.readInt64();
                case 6 -> entry.checksum = in.readFixed32();
                case 7 -> {
                    entry.sliced = true;
                    return false;
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        boolean inside = entry.shard >= 0 && entry.shard < shards && entry.offset >= 0 && entry.size >= 0;
        if (!inside || entry.size > Integer.MAX_VALUE) {
            throw violation("'" + name + "' within the files of data, below 2^31 bytes", "it elsewhere");
        }
        return entry;
    }

    private void readShape(byte[] message, List<Integer> shape) {
        readMessage(message, (number, in) -> {
            if (number != 2) {
                return false;
            }
            long[] extent = {0};
            readMessage(in.readByteArray(), (field, dimension) -> {
                if (field == 1) {
                    extent[0] = dimension.readInt64();
                }
                return field == 1;
            });
            if (extent[0] < 0 || extent[0] > Integer.MAX_VALUE || shape.size() == MOST_EXTENTS) {
                throw violation("at most " + MOST_EXTENTS + " extents below 2^31", String.valueOf(extent[0]));
            }
            shape.add((int) extent[0]);
            return true;
        });
    }

    private void readMessage(byte[] message, FieldReader fields) {
        CodedInputStream in = CodedInputStream.newInstance(message);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (!fields.read(WireFormat.getTagFieldNumber(tag), in) && !in.skipField(tag)) {
                    throw violation("fields", "the end of a group");
                }
            }
        } catch (IOException e) {
            throw violation("protocol buffers", e.toString());
        }
    }

    private InputException violation(String required, String found) {
        String line = index + ": required a TensorFlow checkpoint with " + required + ", found " + found;
        int longest = LONGEST_NAME + index.toString().length();
        return new InputException((line.length() <= longest ? line : line.substring(0, longest) + "…")
                + "; fetch the checkpoint again, or give another");
    }
}
