package dev.valence.formats.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.valence.InputException;
import dev.valence.formats.onnx.OnnxNode.Attribute;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reader of ONNX files, as far as graphs of encoders use them ({@link OnnxFields}). Elements of tensors are skipped
 * and only their position is kept, so what a hostile file claims is never allocated; counts and lengths of all else are
 * bounded.
 */
final class OnnxReader {
    private static final int MOST_NODES = 100_000;
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_EXTENTS = 8;
    private static final int MOST_NAME_BYTES = 4_096;
    private static final int EXTERNAL = 1;

    /** Reads one field of a message. */
    @FunctionalInterface
    private interface FieldReader {
        /** Reads the field and returns true, or leaves it there and returns false. */
        boolean read(int number, int wireType) throws IOException;
    }

    private final Path path;
    private final FileChannel file;
    private final CodedInputStream in;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new HashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    private OnnxReader(Path path, FileChannel file, InputStream stream) {
        this.path = path;
        this.file = file;
        this.in = CodedInputStream.newInstance(stream);
    }

    /**
     * Reads a file.
     *
     * @param file stays open for the tensors of the graph
     * @throws InputException if it is no ONNX model, past the bounds, or keeps weights elsewhere
     */
    static OnnxGraph read(Path path, FileChannel file) throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(path))) {
            OnnxReader reader = new OnnxReader(path, file, stream);
            reader.readModel();
            return new OnnxGraph(path, reader.nodes, reader.initializers, reader.inputs, reader.outputs);
        } catch (InvalidProtocolBufferException e) {
            throw new InputException(
                    path + ": required an ONNX model, found broken protocol buffers (" + e.getMessage()
                            + "); fetch or export it again",
                    e);
        }
    }

    private void readModel() throws IOException {
        boolean[] seen = {false};
        readFields((number, wireType) -> {
            if (number != OnnxFields.Model.GRAPH) {
                return false;
            }
            if (seen[0]) {
                throw violation("one graph", "another");
            }
            seen[0] = true;
            readMessage(this::readGraphField);
            return true;
        });
        if (!seen[0]) {
            throw violation("a graph", "none");
        }
    }

    private boolean readGraphField(int number, int wireType) throws IOException {
        switch (number) {
            case OnnxFields.Graph.NODE -> bounded(nodes, MOST_NODES).add(readNode());
            case OnnxFields.Graph.INITIALIZER -> {
                OnnxTensor tensor = readTensor();
                if (initializers.size() == MOST_NODES || initializers.put(tensor.name(), tensor) != null) {
                    throw violation("every initializer once", "'" + tensor.name() + "' again, or too many");
                }
            }
            case OnnxFields.Graph.INPUT -> bounded(inputs, MOST_NAMES).add(readValueName());
            case OnnxFields.Graph.OUTPUT -> bounded(outputs, MOST_NAMES).add(readValueName());
            case OnnxFields.Graph.SPARSE_INITIALIZER -> throw violation("dense initializers", "a sparse one");
            default -> {
                return false;
            }
        }
        return true;
    }

    private String readValueName() throws IOException {
        String[] name = {""};
        readMessage((number, wireType) -> {
            if (number != OnnxFields.Value.NAME) {
                return false;
            }
            name[0] = readName();
            return true;
        });
        return name[0];
    }

    private OnnxNode readNode() throws IOException {
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        String[] names = {"", "", ""}; // name, operator, domain
        Map<String, Attribute> attributes = new HashMap<>();
        readMessage((number, wireType) -> {
            switch (number) {
                case OnnxFields.Node.INPUT -> bounded(from, MOST_NAMES).add(readName());
                case OnnxFields.Node.OUTPUT -> bounded(to, MOST_NAMES).add(readName());
                case OnnxFields.Node.NAME -> names[0] = readName();
                case OnnxFields.Node.OPERATOR -> names[1] = readName();
                case OnnxFields.Node.ATTRIBUTE -> readAttribute(attributes);
                case OnnxFields.Node.DOMAIN -> names[2] = readName();
                default -> {
                    return false;
                }
            }
            return true;
        });
        boolean standard = names[2].isEmpty() || names[2].equals("ai.onnx");
        return new OnnxNode(names[0], standard ? names[1] : names[2] + "." + names[1], from, to, attributes);
    }

    private void readAttribute(Map<String, Attribute> attributes) throws IOException {
        String[] name = {""};
        float[] number = {0};
        long[] integer = {0};
        List<Long> integers = new ArrayList<>();
        @Nullable OnnxTensor[] tensor = {null};
        readMessage((field, wireType) -> {
            switch (field) {
                case OnnxFields.Attribute.NAME -> name[0] = readName();
                case OnnxFields.Attribute.NUMBER -> number[0] = in.readFloat();
                case OnnxFields.Attribute.INTEGER -> integer[0] = in.readInt64();
                case OnnxFields.Attribute.TENSOR -> tensor[0] = readTensor();
                case OnnxFields.Attribute.INTEGERS -> readIntegers(wireType, integers);
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (attributes.size() == MOST_NAMES) {
            throw violation("at most " + MOST_NAMES + " attributes of a node", "more");
        }
        attributes.put(name[0], new Attribute(number[0], integer[0], List.copyOf(integers), tensor[0]));
    }

    private OnnxTensor readTensor() throws IOException {
        String[] name = {""};
        int[] type = {0};
        List<Long> extents = new ArrayList<>();
        Place place = new Place();
        readMessage((number, wireType) -> {
            switch (number) {
                case OnnxFields.Tensor.EXTENTS -> readIntegers(wireType, extents);
                case OnnxFields.Tensor.DATA_TYPE -> type[0] = in.readInt32();
                case OnnxFields.Tensor.FLOATS, OnnxFields.Tensor.RAW -> place.note(number, wireType, false);
                case OnnxFields.Tensor.INTEGERS_32, OnnxFields.Tensor.INTEGERS_64 -> place.note(number, wireType, true);
                case OnnxFields.Tensor.NAME -> name[0] = readName();
                case OnnxFields.Tensor.LOCATION -> requireInternal(name[0], in.readInt32());
                case OnnxFields.Tensor.SEGMENT, OnnxFields.Tensor.EXTERNAL_DATA ->
                    throw violation("weights inside the file", "tensor '" + name[0] + "' kept elsewhere");
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new OnnxTensor(
                path, name[0], type[0], shape(name[0], extents), file, place.start, place.bytes, place.varints);
    }

    /** Position of a tensor's elements. */
    private final class Place {
        private long start;
        private int bytes;
        private boolean varints;
        private int field;

        void note(int number, int wireType, boolean areVarints) throws IOException {
            if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED || field != 0) {
                throw violation("the elements of a tensor packed in one field", "them in several");
            }
            field = number;
            varints = areVarints;
            bytes = in.readRawVarint32();
            start = in.getTotalBytesRead();
            in.skipRawBytes(bytes); // checks the length against the message
        }
    }

    private void requireInternal(String name, int location) {
        if (location == EXTERNAL) {
            throw violation("weights inside the file", "tensor '" + name + "' kept elsewhere");
        }
    }

    private List<Integer> shape(String name, List<Long> extents) {
        List<Integer> shape = new ArrayList<>();
        long elements = 1;
        for (long extent : extents) {
            if (extent < 0 || extent > Integer.MAX_VALUE || extents.size() > MOST_EXTENTS) {
                throw violation("at most " + MOST_EXTENTS + " extents below 2^31", name + " " + extents);
            }
            shape.add((int) extent);
            elements *= extent;
            if (elements > Integer.MAX_VALUE) {
                throw violation("fewer than 2^31 elements", name + " " + extents);
            }
        }
        return shape;
    }

    private void readIntegers(int wireType, List<Long> integers) throws IOException {
        if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            bounded(integers, MOST_NAMES).add(in.readInt64());
            return;
        }
        int limit = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            bounded(integers, MOST_NAMES).add(in.readInt64());
        }
        in.popLimit(limit);
    }

    private String readName() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > MOST_NAME_BYTES) {
            throw violation("names of at most " + MOST_NAME_BYTES + " bytes", length + " bytes");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    private void readMessage(FieldReader fields) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        readFields(fields);
        in.checkLastTagWas(0);
        in.popLimit(limit);
    }

    private void readFields(FieldReader fields) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int wireType = WireFormat.getTagWireType(tag);
            if (!fields.read(WireFormat.getTagFieldNumber(tag), wireType) && !in.skipField(tag)) {
                throw violation("fields", "the end of a group");
            }
        }
    }

    private <T> List<T> bounded(List<T> list, int most) {
        if (list.size() == most) {
            throw violation("at most " + most + " entries of a list", "more");
        }
        return list;
    }

    private InputException violation(String required, String found) {
        return new InputException(path + ": required an ONNX model with " + required + ", found " + found
                + "; fetch the model again, or export it to one file");
    }
}
