package dev.valence.formats.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A part of a graph as a function of one element. Exporters write one function in many ways; its values at a few points
 * identify it.
 */
final class ScalarFunction {
    private static final int DEEPEST = 64;
    private static final double TOLERANCE = 1e-5; // the nearest two, gelu and gelu_new, differ by 4e-4
    private static final double[] POINTS = {-3, -2.2, -1, -0.3, 0.4, 1, 2.2, 3};

    private final OnnxGraph graph;
    private final String variable;

    /** @param variable the value that stands for x */
    private ScalarFunction(OnnxGraph graph, String variable) {
        this.graph = graph;
        this.variable = graph.origin(variable);
    }

    /**
     * The activation that makes one value of another, by Hugging Face's name.
     *
     * @throws dev.valence.InputException if it is none of gelu, gelu_new and relu
     */
    static String activation(OnnxGraph graph, String variable, String value) {
        ScalarFunction function = new ScalarFunction(graph, variable);
        boolean exact = true;
        boolean tanh = true;
        boolean relu = true;
        for (double x : POINTS) {
            double y = function.evaluate(value, x, new HashMap<>(), 0);
            exact &= Math.abs(y - gelu(x)) < TOLERANCE;
            tanh &= Math.abs(y - geluNew(x)) < TOLERANCE;
            relu &= Math.abs(y - Math.max(0, x)) < TOLERANCE;
        }
        if (!exact && !tanh && !relu) {
            throw graph.unsupported(value, "gelu, its tanh approximation or relu for the activation");
        }
        return exact ? "gelu" : tanh ? "gelu_new" : "relu";
    }

    private static double gelu(double x) {
        return x * 0.5 * (1 + erf(x / Math.sqrt(2)));
    }

    private static double geluNew(double x) {
        return x * 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private double evaluate(String value, double x, Map<String, Double> known, int depth) {
        String name = graph.origin(value);
        if (name.equals(variable)) {
            return x;
        }
        OptionalDouble constant = graph.scalar(name);
        if (constant.isPresent()) {
            return constant.getAsDouble();
        }
        Double before = known.get(name);
        if (before != null) {
            return before;
        }
        OnnxNode node = graph.producer(name);
        if (node == null || depth == DEEPEST) {
            throw graph.unsupported(name, "an elementwise function of '" + variable + "'");
        }
        double first = evaluate(node.input(0), x, known, depth + 1);
        Double second = node.inputs().size() < 2 ? null : (Double) evaluate(node.input(1), x, known, depth + 1);
        double result = apply(node, first, second);
        known.put(name, result);
        return result;
    }

    private double apply(OnnxNode node, double a, @Nullable Double b) {
        if (b == null) {
            return switch (node.operator()) {
                case "Erf" -> erf(a);
                case "Tanh" -> Math.tanh(a);
                case "Sqrt" -> Math.sqrt(a);
                case "Relu" -> Math.max(0, a);
                case "Cast" -> a;
                case "Gelu", "com.microsoft.Gelu" -> gelu(a);
                default -> throw unsupported(node);
            };
        }
        return switch (node.operator()) {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            case "Div" -> a / b;
            case "Pow" -> Math.pow(a, b);
            default -> throw unsupported(node);
        };
    }

    private RuntimeException unsupported(OnnxNode node) {
        return graph.unsupported(node, "an elementwise function for the activation", node.operator());
    }

    /** The error function by its Taylor series, to 1e-10 within [-3.5, 3.5] (Abramowitz and Stegun 7.1.5). */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
