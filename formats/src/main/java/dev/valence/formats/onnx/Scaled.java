package dev.valence.formats.onnx;

import java.util.OptionalDouble;

/**
 * A value and its constant factor.
 *
 * @param value what is multiplied
 * @param factor the product of all constants around it
 */
record Scaled(String value, double factor) {
    static Scaled of(OnnxGraph graph, String product) {
        String value = product;
        double factor = 1;
        while (true) {
            OnnxNode node = graph.producer(value);
            if (node == null || !(node.is("Mul") || node.is("Div"))) {
                return new Scaled(value, factor);
            }
            OptionalDouble second = graph.scalar(node.input(1));
            OptionalDouble first = graph.scalar(node.input(0));
            if (second.isPresent()) {
                factor = node.is("Mul") ? factor * second.getAsDouble() : factor / second.getAsDouble();
                value = node.input(0);
            } else if (first.isPresent() && node.is("Mul")) {
                factor *= first.getAsDouble();
                value = node.input(1);
            } else {
                return new Scaled(value, factor);
            }
        }
    }
}
