package dev.valence.formats.onnx;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a graph.
 *
 * @param name its name; may be empty
 * @param operator its kind, with the domain before it where that is not ONNX's own
 * @param inputs names of values, empty for those left out
 * @param outputs names of values
 * @param attributes what it was given besides
 */
record OnnxNode(
        String name, String operator, List<String> inputs, List<String> outputs, Map<String, Attribute> attributes) {

    /**
     * An attribute; the fields of other kinds than its own are empty.
     *
     * @param number a float
     * @param integer an integer
     * @param integers a list of integers
     * @param tensor a constant
     */
    record Attribute(
            float number,
            long integer,
            List<Long> integers,
            @Nullable OnnxTensor tensor) {}

    OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    boolean is(String anOperator) {
        return operator.equals(anOperator);
    }

    /** The name of an input, empty if it is left out. */
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    long integer(String attribute, long otherwise) {
        Attribute found = attributes.get(attribute);
        return found == null ? otherwise : found.integer();
    }

    float number(String attribute, float otherwise) {
        Attribute found = attributes.get(attribute);
        return found == null ? otherwise : found.number();
    }

    List<Long> integers(String attribute) {
        Attribute found = attributes.get(attribute);
        return found == null ? List.of() : found.integers();
    }

    @Nullable
    OnnxTensor tensor(String attribute) {
        Attribute found = attributes.get(attribute);
        return found == null ? null : found.tensor();
    }

    @Override
    public String toString() {
        String shown = name.isEmpty() ? "giving '" + (outputs.isEmpty() ? "" : outputs.get(0)) + "'" : "'" + name + "'";
        return operator + " " + shown;
    }
}
