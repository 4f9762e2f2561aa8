package dev.valence.formats.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The inputs and weights that a value depends on.
 *
 * @param inputs inputs of the graph whose elements it depends on, not only their shapes
 * @param weights whether it depends on a constant that is a matrix of floats
 */
record OnnxProvenance(Set<String> inputs, boolean weights) {
    private static final String MASK = "attention_mask";

    OnnxProvenance {
        inputs = Set.copyOf(inputs);
    }

    static OnnxProvenance of(OnnxGraph graph, String value) {
        Set<String> inputs = new HashSet<>();
        boolean weights = false;
        Set<String> seen = new HashSet<>();
        Deque<String> left = new ArrayDeque<>();
        left.add(value);
        while (!left.isEmpty()) {
            String name = left.remove();
            if (name.isEmpty() || !seen.add(name)) {
                continue;
            }
            OnnxNode node = graph.producer(name);
            OnnxTensor constant = graph.constant(name);
            if (constant != null) {
                weights |= constant.isFloat() && constant.size() > 1;
            } else if (node == null) {
                inputs.add(graph.origin(name));
            } else if (!node.is("Shape")) {
                left.addAll(node.inputs());
            }
        }
        return new OnnxProvenance(inputs, weights);
    }

    /** Returns whether the value must be an attention mask. */
    boolean isMask() {
        return !weights && inputs.equals(Set.of(MASK));
    }
}
