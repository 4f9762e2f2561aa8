package dev.valence.formats.onnx;

import dev.valence.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a graph and where they come from. Every node uses only values made before it, as ONNX demands and the
 * constructor checks, so following producers always ends.
 */
final class OnnxGraph {
    private static final String ADVICE =
            "; give a BERT encoder as PyTorch or Optimum export it in fp32, or the model's safetensors";
    private static final Set<String> TRANSPARENT = Set.of("Identity", "Dropout");

    private final Path path;
    private final List<OnnxNode> nodes;
    private final Map<String, OnnxTensor> initializers;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Map<String, OnnxNode> producers = new HashMap<>();

    OnnxGraph(
            Path path,
            List<OnnxNode> nodes,
            Map<String, OnnxTensor> initializers,
            List<String> inputs,
            List<String> outputs) {
        this.path = path;
        this.nodes = List.copyOf(nodes);
        this.initializers = Map.copyOf(initializers);
        this.outputs = List.copyOf(outputs);
        this.inputs = inputs.stream()
                .filter(name -> !initializers.containsKey(name)) // old files list weights among the inputs
                .toList();
        Set<String> known = new HashSet<>(this.inputs);
        known.addAll(initializers.keySet());
        known.add(""); // an input that is left out
        for (OnnxNode node : nodes) {
            if (!known.containsAll(node.inputs())) {
                throw unsupported(node, "inputs made before it", node.inputs().toString());
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !known.add(output)) {
                    throw unsupported(node, "outputs of its own", output);
                }
                producers.put(output, node);
            }
        }
    }

    List<String> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return outputs;
    }

    /** Returns the node that makes a value, skipping nodes that only pass it on; null for inputs and initializers. */
    @Nullable
    OnnxNode producer(String value) {
        return producers.get(origin(value));
    }

    /** Returns the first name of a value, before nodes that only pass it on. */
    String origin(String value) {
        String name = value;
        OnnxNode node = producers.get(name);
        while (node != null
                && TRANSPARENT.contains(node.operator())
                && name.equals(node.outputs().get(0))) {
            name = node.input(0);
            node = producers.get(name);
        }
        return name;
    }

    /** The node that makes a value if it is of that kind, else null. */
    @Nullable
    OnnxNode producer(String value, String operator) {
        OnnxNode node = producer(value);
        return node != null && node.is(operator) ? node : null;
    }

    /**
     * The node that makes a value.
     *
     * @param what the value is, for the message
     * @throws InputException if it is of another kind
     */
    OnnxNode require(String value, String operator, String what) {
        OnnxNode node = producer(value, operator);
        if (node == null) {
            throw unsupported(value, operator + " for " + what);
        }
        return node;
    }

    /** The nodes that use a value, under any of its names. */
    List<OnnxNode> consumers(String value) {
        List<OnnxNode> consumers = new ArrayList<>();
        for (OnnxNode node : nodes) {
            if (!TRANSPARENT.contains(node.operator())
                    && node.inputs().stream().map(this::origin).anyMatch(origin(value)::equals)) {
                consumers.add(node);
            }
        }
        return consumers;
    }

    /** An initializer or the tensor of a Constant, else null. */
    @Nullable
    OnnxTensor constant(String value) {
        String name = origin(value);
        OnnxTensor initializer = initializers.get(name);
        if (initializer != null) {
            return initializer;
        }
        OnnxNode node = producer(name, "Constant");
        return node == null ? null : node.tensor("value");
    }

    /** The one element of a constant, empty if it is no constant or has more elements. */
    OptionalDouble scalar(String value) {
        OnnxTensor tensor = constant(value);
        if (tensor != null) {
            if (tensor.size() != 1 || !(tensor.isFloat() || tensor.isInteger())) {
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(tensor.isFloat() ? tensor.floats()[0] : (double) tensor.integers()[0]);
        }
        OnnxNode node = producer(value, "Constant");
        if (node != null && node.attributes().containsKey("value_float")) {
            return OptionalDouble.of(node.number("value_float", 0));
        }
        if (node != null && node.attributes().containsKey("value_int")) {
            return OptionalDouble.of((double) node.integer("value_int", 0));
        }
        return OptionalDouble.empty();
    }

    /** The integers of a constant list, null if it is none. */
    long @Nullable [] integers(String value) {
        OnnxTensor tensor = constant(value);
        if (tensor != null) {
            return tensor.isInteger() ? tensor.integers() : null;
        }
        OnnxNode node = producer(value, "Constant");
        if (node != null && node.attributes().containsKey("value_ints")) {
            return node.integers("value_ints").stream()
                    .mapToLong(Long::longValue)
                    .toArray();
        }
        return null;
    }

    /** Returns the exception for a value that is not made as required. */
    InputException unsupported(String value, String required) {
        OnnxNode node = producer(value);
        String found = node != null ? node.toString() : initializers.containsKey(value) ? "a weight" : "an input";
        return new InputException(
                path + ": required " + required + ", found " + found + " for value '" + value + "'" + ADVICE);
    }

    /** Returns the exception for a node of the right kind with wrong properties. */
    InputException unsupported(OnnxNode node, String required, String found) {
        return new InputException(path + ": required " + required + " at node " + node + ", found " + found + ADVICE);
    }
}
