package dev.valence.formats.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.valence.InputException;
import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A writer of ONNX models, whose graph is built node by node. Values have names; a node uses only those made before it.
 * Weights are not copied: they go from the arrays they are in to the file. Not to be shared between threads.
 */
public final class OnnxModelWriter {
    /** ONNX's element type of 32-bit floats. */
    public static final int FLOAT = OnnxTensor.FLOAT;

    /** ONNX's element type of 64-bit integers. */
    public static final int INTEGER = OnnxTensor.INT64;

    private static final int OPERATORS = 17; // the first version with LayerNormalization

    private static final int IR_VERSION = 8; // the one that goes with these operators (onnx/docs/Versioning.md)
    private static final String PRODUCER = "valence";
    private static final long MOST_BYTES = Integer.MAX_VALUE; // protocol buffers know no longer messages
    private static final int BUFFER_BYTES = 1 << 16;

    private final List<byte[]> nodes = new ArrayList<>();
    private final List<byte[]> inputs = new ArrayList<>();
    private final List<byte[]> outputs = new ArrayList<>();
    private final List<byte[]> constants = new ArrayList<>();
    private final List<NamedTensor> weights = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> inputNames = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * Declares an input of integers of 64 bits.
     *
     * @param axes extents, or names of those that are known only when the graph runs
     * @return the name
     */
    public String input(String name, List<String> axes) {
        requireNew(name);
        inputNames.add(name);
        inputs.add(value(name, OnnxTensor.INT64, axes));
        return name;
    }

    /** Names of the inputs, in their order. */
    public List<String> inputs() {
        return List.copyOf(inputNames);
    }

    /** Adds an entry to the model's metadata. */
    public void metadata(String key, String value) {
        metadata.put(key, value);
    }

    /**
     * Declares a value of floats to be an output.
     *
     * @param axes as those of {@link #input}
     */
    public void output(String name, List<String> axes) {
        requireKnown(name);
        outputs.add(value(name, OnnxTensor.FLOAT, axes));
    }

    /**
     * Adds a node with one output.
     *
     * @param operator its kind
     * @param output name of what it makes
     * @param from names of what it uses, made before it
     * @return the name of what it makes
     */
    public String node(String operator, String output, List<String> from, OnnxAttribute... attributes) {
        from.forEach(this::requireKnown);
        requireNew(output);
        nodes.add(OnnxMessage.of(out -> {
            for (String each : from) {
                out.writeString(OnnxFields.Node.INPUT, each);
            }
            out.writeString(OnnxFields.Node.OUTPUT, output);
            out.writeString(OnnxFields.Node.NAME, output);
            out.writeString(OnnxFields.Node.OPERATOR, operator);
            for (OnnxAttribute attribute : attributes) {
                out.writeByteArray(OnnxFields.Node.ATTRIBUTE, attribute.message());
            }
        }));
        return output;
    }

    /** Adds weights, by their name and in their shape; adding the same name twice adds it once. */
    public String weight(NamedTensor tensor) {
        if (names.add(tensor.name())) {
            weights.add(tensor);
        }
        return tensor.name();
    }

    /** Adds a scalar; adding it twice adds it once. */
    public String scalar(float value) {
        NamedTensor scalar = new NamedTensor("constant." + value, new float[] {value}, 0);
        return weight(scalar);
    }

    /** Adds one integer without an axis; adding it twice adds it once. */
    public String index(long value) {
        return integers("index." + value, List.of(), value);
    }

    /** Adds a list of integers; adding it twice adds it once. */
    public String integers(long... values) {
        StringBuilder name = new StringBuilder("integers");
        for (long value : values) {
            name.append('.').append(value);
        }
        return integers(name.toString(), List.of((long) values.length), values);
    }

    private String integers(String name, List<Long> shape, long... values) {
        if (names.add(name)) {
            ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            raw.asLongBuffer().put(values);
            constants.add(OnnxMessage.of(out -> {
                writeTensorHead(out, name, OnnxTensor.INT64, shape);
                out.writeByteArray(OnnxFields.Tensor.RAW, raw.array());
            }));
        }
        return name;
    }

    private static byte[] value(String name, int elements, List<String> axes) {
        byte[] shape = OnnxMessage.of(out -> {
            for (String axis : axes) {
                boolean known = Character.isDigit(axis.charAt(0));
                out.writeByteArray(OnnxFields.Value.SHAPE_AXIS, OnnxMessage.of(field -> {
                    if (known) {
                        field.writeInt64(OnnxFields.Value.AXIS_EXTENT, Long.parseLong(axis));
                    } else {
                        field.writeString(OnnxFields.Value.AXIS_NAME, axis);
                    }
                }));
            }
        });
        byte[] tensor = OnnxMessage.of(out -> {
            out.writeEnum(OnnxFields.Value.TENSOR_ELEMENTS, elements);
            out.writeByteArray(OnnxFields.Value.TENSOR_SHAPE, shape);
        });
        byte[] type = OnnxMessage.of(out -> out.writeByteArray(OnnxFields.Value.TYPE_TENSOR, tensor));
        return OnnxMessage.of(out -> {
            out.writeString(OnnxFields.Value.NAME, name);
            out.writeByteArray(OnnxFields.Value.TYPE, type);
        });
    }

    private static void writeTensorHead(CodedOutputStream out, String name, int elements, List<Long> shape)
            throws IOException {
        for (long extent : shape) {
            out.writeInt64(OnnxFields.Tensor.EXTENTS, extent);
        }
        out.writeInt32(OnnxFields.Tensor.DATA_TYPE, elements);
        out.writeString(OnnxFields.Tensor.NAME, name);
    }

    private void requireNew(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("every value needs a name of its own, found '" + name + "' again");
        }
    }

    private void requireKnown(String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("a node uses values made before it, found '" + name + "'");
        }
    }

    /**
     * Writes the model.
     *
     * @param file where to; replaced if it is there
     * @throws InputException if it would be larger than 2 GB, before anything is written
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        byte[] structure = structure();
        long graphBytes = structure.length;
        for (NamedTensor weight : weights) {
            graphBytes += field(OnnxFields.Graph.INITIALIZER, bytes(weight));
        }
        byte[] entries = metadata();
        if (graphBytes > MOST_BYTES - entries.length - BUFFER_BYTES) { // room for what else stands around the graph
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: required a model of less than 2 GB, the most that a file of ONNX holds, found %,d bytes; export a"
                            + " smaller one",
                    file,
                    graphBytes));
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(channel), BUFFER_BYTES);
            out.writeInt64(OnnxFields.Model.IR_VERSION, IR_VERSION);
            out.writeString(OnnxFields.Model.PRODUCER, PRODUCER);
            out.writeByteArray(
                    OnnxFields.Model.OPERATORS,
                    OnnxMessage.of(set -> set.writeInt64(OnnxFields.Operators.VERSION, OPERATORS)));
            out.writeRawBytes(entries);
            writeHead(out, OnnxFields.Model.GRAPH, graphBytes);
            out.writeRawBytes(structure);
            for (NamedTensor weight : weights) {
                writeHead(out, OnnxFields.Graph.INITIALIZER, bytes(weight));
                writeWeight(out, weight);
            }
            out.flush();
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** All of the graph but its weights. */
    private byte[] structure() {
        return OnnxMessage.of(out -> {
            out.writeString(OnnxFields.Graph.NAME, PRODUCER);
            writeAll(out, OnnxFields.Graph.INPUT, inputs);
            writeAll(out, OnnxFields.Graph.OUTPUT, outputs);
            writeAll(out, OnnxFields.Graph.NODE, nodes);
            writeAll(out, OnnxFields.Graph.INITIALIZER, constants);
        });
    }

    private static void writeAll(CodedOutputStream out, int field, List<byte[]> messages) throws IOException {
        for (byte[] message : messages) {
            out.writeByteArray(field, message);
        }
    }

    private byte[] metadata() {
        return OnnxMessage.of(out -> {
            for (Map.Entry<String, String> each : metadata.entrySet()) {
                out.writeByteArray(OnnxFields.Model.METADATA, OnnxMessage.of(entry -> {
                    entry.writeString(OnnxFields.Entry.KEY, each.getKey());
                    entry.writeString(OnnxFields.Entry.VALUE, each.getValue());
                }));
            }
        });
    }

    private static byte[] head(NamedTensor weight) {
        List<Long> shape = new ArrayList<>();
        for (int extent : weight.shape()) {
            shape.add((long) extent);
        }
        return OnnxMessage.of(out -> writeTensorHead(out, weight.name(), OnnxTensor.FLOAT, shape));
    }

    /** Bytes of a weight's TensorProto. */
    private static long bytes(NamedTensor weight) {
        return head(weight).length + field(OnnxFields.Tensor.RAW, (long) weight.size() * Float.BYTES);
    }

    /** Bytes of a field with a message or bytes of that length, which may be past what protocol buffers hold. */
    private static long field(int number, long bytes) {
        return CodedOutputStream.computeTagSize(number) + CodedOutputStream.computeUInt64SizeNoTag(bytes) + bytes;
    }

    private static void writeHead(CodedOutputStream out, int field, long bytes) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(bytes);
    }

    private static void writeWeight(CodedOutputStream out, NamedTensor weight) throws IOException {
        out.writeRawBytes(head(weight));
        writeHead(out, OnnxFields.Tensor.RAW, (long) weight.size() * Float.BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int end = weight.offset() + weight.size();
        for (int next = weight.offset(); next < end; ) {
            int count = Math.min(BUFFER_BYTES / Float.BYTES, end - next);
            buffer.asFloatBuffer().put(weight.values(), next, count);
            out.writeRawBytes(buffer.array(), 0, count * Float.BYTES);
            next += count;
        }
    }
}
