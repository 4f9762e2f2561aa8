package dev.valence.benchmarks.kernels;

import dev.valence.internal.generated.BuiltInCorpus;
import java.util.function.UnaryOperator;

/** What one call of each benchmark costs. */
public final class Costs {
    /** Adam reads weight, gradient and both moments, and writes all but the gradient. */
    private static final int ADAM_STREAMS = 7;

    private Costs() {}

    /**
     * The cost of a call.
     *
     * @param method name of the benchmark's method
     * @param parameter value of a parameter by its name
     * @throws IllegalArgumentException if there is no such benchmark
     */
    public static Cost of(String method, UnaryOperator<String> parameter) {
        return switch (method) {
            case "forward", "backwardInput", "backwardWeight" -> {
                String[] size = parameter.apply("size").split("x", -1);
                yield Cost.product(GemmBenchmark.ROWS, Integer.parseInt(size[0]), Integer.parseInt(size[1]));
            }
            // reads x, writes it normalized and y; backward reads dy and the normalized rows, writes dx
            case "layerNorm", "layerNormBackward", "geluBackward" -> rows(3, parameter);
            case "gelu" -> rows(2, parameter);
            case "attention" -> attention(2, parameter);
            case "attentionBackward" -> attention(5, parameter);
            case "adam" -> Cost.passes(ADAM_STREAMS, AdamBenchmark.WEIGHTS);
            case "bytePairs", "wordPiece" -> Cost.texts(BuiltInCorpus.TRAIN_SIZE);
            default -> throw new IllegalArgumentException("nobody knows what " + method + " costs");
        };
    }

    private static Cost rows(int streams, UnaryOperator<String> parameter) {
        return Cost.passes(streams, RowsBenchmark.ROWS * Integer.parseInt(parameter.apply("width")));
    }

    private static Cost attention(int products, UnaryOperator<String> parameter) {
        int length = Integer.parseInt(parameter.apply("length"));
        int texts = AttentionBenchmark.TOKENS / length;
        return Cost.attention(texts, length, AttentionBenchmark.WIDTH, products);
    }
}
