package dev.valence.onnx;

import dev.valence.formats.onnx.OnnxAttribute;
import dev.valence.formats.onnx.OnnxModelWriter;
import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.HeadConfig;
import dev.valence.internal.model.TransformerModel;
import dev.valence.train.NormPlacement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model as a graph of ONNX's operators. Its inputs are, in the order in which DJL's translators and Optimum's exports
 * have them, {@code input_ids}, {@code attention_mask} and, where tokens are of more than one kind, {@code
 * token_type_ids}, all [B, S]; its output is {@code logits}, [B, C], or [B, S, C] where the head reads every token.
 * Texts shorter than S are padded behind their end; what the padding is does not matter where the mask is 0.
 */
final class ModelGraph {
    static final String INPUT_IDS = "input_ids";
    static final String ATTENTION_MASK = "attention_mask";
    static final String TOKEN_TYPE_IDS = "token_type_ids";
    static final String LOGITS = "logits";

    private static final String SEQUENCE = "sequence";
    private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L); // [B, S, H, K] to [B, H, S, K] and back
    private static final List<Long> TOKENS_LAST = List.of(0L, 2L, 3L, 1L); // [B, S, H, K] to [B, H, K, S]
    private static final double ROOT_2 = Math.sqrt(2);

    private final OnnxModelWriter graph = new OnnxModelWriter();
    private final TransformerModel model;
    private final EncoderConfig config;
    private final Map<String, NamedTensor> weights;
    private final boolean everyToken;
    private final String batch;

    private ModelGraph(TransformerModel model, boolean everyToken, boolean dynamicBatch) {
        this.model = model;
        this.config = model.config();
        this.weights =
                model.parameters().tensors().stream().collect(Collectors.toMap(NamedTensor::name, Function.identity()));
        this.everyToken = everyToken;
        this.batch = dynamicBatch ? "batch" : "1";
    }

    /**
     * Builds the graph.
     *
     * @param everyToken whether the head reads every token of a text, not the first alone
     * @param dynamicBatch whether B is any number, not 1
     */
    static OnnxModelWriter of(TransformerModel model, boolean everyToken, boolean dynamicBatch) {
        return new ModelGraph(model, everyToken, dynamicBatch).draw();
    }

    private OnnxModelWriter draw() {
        String ids = graph.input(INPUT_IDS, List.of(batch, SEQUENCE));
        String mask = graph.input(ATTENTION_MASK, List.of(batch, SEQUENCE));
        String x = embeddings(ids);
        String unseen = unseen(mask);
        for (int i = 0; i < config.layers(); i++) {
            x = layer("encoder.layers." + i, x, unseen);
        }
        head(config.normPlacement() == NormPlacement.BEFORE ? norm("encoder.norm", x) : x);
        String classes = Integer.toString(model.classes());
        graph.output(LOGITS, everyToken ? List.of(batch, SEQUENCE, classes) : List.of(batch, classes));
        return graph;
    }

    /** [B, S] to [B, S, D]. */
    private String embeddings(String ids) {
        String x = graph.node("Gather", "embeddings.words", List.of(weight("embeddings.token"), ids));
        if (config.embeddings().scaled()) {
            x = times("embeddings.scaled", x, Math.sqrt(config.width()));
        }
        NamedTensor positions = model.positions();
        if (positions != null) {
            x = add("embeddings.placed", x, places(positions, ids));
        }
        String kinds = kinds();
        if (kinds != null) {
            x = add("embeddings.sum", x, kinds);
        }
        return config.embeddings().norm() ? norm("embeddings.norm", x) : x;
    }

    /** The rows of the tokens' places, [B, S, D], or [S, D] where they are those of 0 to S in every text. */
    private String places(NamedTensor positions, String ids) {
        return graph.node(
                "Gather",
                "embeddings.places",
                List.of(
                        graph.weight(positions),
                        config.embeddings().padding() < 0 ? numbers(ids) : numbersBesidePadding(ids)));
    }

    /** 0 to S, [S]. */
    private String numbers(String ids) {
        String shape = graph.node("Shape", "sequence.shape", List.of(ids));
        String length = graph.node("Gather", "sequence.length", List.of(shape, graph.index(1)));
        return graph.node("Range", "sequence.places", List.of(graph.index(0), length, graph.index(1)));
    }

    /**
     * RoBERTa's positions [B, S]: tokens are counted without padding, from the position after padding's; padding has
     * its own.
     */
    private String numbersBesidePadding(String ids) {
        String padding = graph.index(config.embeddings().padding());
        String isPadding = graph.node("Equal", "padding.found", List.of(ids, padding));
        String others = graph.node("Not", "padding.others", List.of(isPadding));
        String ones = graph.node(
                "Cast", "padding.ones", List.of(others), OnnxAttribute.integer("to", OnnxModelWriter.INTEGER));
        String counts = graph.node("CumSum", "sequence.counts", List.of(ones, graph.index(1)));
        String numbers = graph.node("Mul", "sequence.numbers", List.of(counts, ones));
        return add("sequence.places", numbers, padding);
    }

    /** Token-type embeddings [B, S, D], or [1, D] if all tokens have one type; null without them. */
    private @Nullable String kinds() {
        String table = "embeddings.token_type";
        return switch (config.embeddings().tokenTypes()) {
            case 0 -> null;
            case 1 -> weight(table);
            default -> {
                String kinds = graph.input(TOKEN_TYPE_IDS, List.of(batch, SEQUENCE));
                yield graph.node("Gather", "embeddings.kinds", List.of(weight(table), kinds));
            }
        };
    }

    /** The mask added to scores: 0 for tokens, the least float for padding; [B, S] to [B, 1, 1, S]. */
    private String unseen(String mask) {
        String axes = graph.node("Unsqueeze", "mask.axes", List.of(mask, graph.integers(1, 2)));
        String seen =
                graph.node("Cast", "mask.seen", List.of(axes), OnnxAttribute.integer("to", OnnxModelWriter.FLOAT));
        String unseen = graph.node("Sub", "mask.unseen", List.of(graph.scalar(1f), seen));
        return times("mask", unseen, -Float.MAX_VALUE);
    }

    /** [B, S, D] to [B, S, D]. */
    private String layer(String name, String x, String unseen) {
        String attention = name + ".attention";
        String feedForward = name + ".feed_forward";
        if (config.normPlacement() == NormPlacement.BEFORE) {
            String attended = attention(attention, norm(name + ".attention_norm", x), unseen);
            String middle = add(name + ".attention_sum", x, attended);
            String outer = feedForward(feedForward, norm(name + ".feed_forward_norm", middle));
            return add(name + ".feed_forward_sum", middle, outer);
        }
        String attended = attention(attention, x, unseen);
        String middle = norm(name + ".attention_norm", add(name + ".attention_sum", x, attended));
        String outer = feedForward(feedForward, middle);
        return norm(name + ".feed_forward_norm", add(name + ".feed_forward_sum", middle, outer));
    }

    private String feedForward(String name, String x) {
        String hidden = activation(name + ".activation", config.activation(), linear(name + ".inner", x));
        return linear(name + ".outer", hidden);
    }

    private String attention(String name, String x, String unseen) {
        String queries = parted(name + ".query", x, HEADS_FIRST);
        String keys = parted(name + ".key", x, TOKENS_LAST);
        String values = parted(name + ".value", x, HEADS_FIRST);
        String products = graph.node("MatMul", name + ".products", List.of(queries, keys)); // [B, H, S, S]
        String scores = times(name + ".scores", products, 1 / Math.sqrt(config.headWidth()));
        String masked = add(name + ".masked", scores, unseen);
        String probabilities =
                graph.node("Softmax", name + ".probabilities", List.of(masked), OnnxAttribute.integer("axis", -1));
        String parts = graph.node("MatMul", name + ".parts", List.of(probabilities, values)); // [B, H, S, K]
        String turned = transposed(name + ".turned", parts, HEADS_FIRST);
        String joined = reshaped(name + ".joined", turned, 0, 0, config.width());
        return linear(name + ".output", joined);
    }

    /** Queries, keys or values of every head. */
    private String parted(String name, String x, List<Long> permutation) {
        String parted = reshaped(name + ".parted", linear(name, x), 0, 0, config.heads(), config.headWidth());
        return transposed(name + ".turned", parted, permutation);
    }

    private void head(String x) {
        HeadConfig head = model.head();
        String rows = everyToken
                ? x
                : graph.node(
                        "Gather", "head.first", List.of(x, graph.index(0)), OnnxAttribute.integer("axis", 1)); // [B, D]
        String transformed = activation("head.activation", head.activation(), linear("head.transform", rows));
        String projected = head.norm() ? norm("head.norm", transformed) : transformed;
        String matrix = head.tied()
                ? transposed("embeddings.transposed", weight("embeddings.token"), List.of(1L, 0L))
                : weight("head.output.kernel");
        String product = graph.node("MatMul", "head.output.product", List.of(projected, matrix));
        add(LOGITS, product, weight("head.output.bias"));
    }

    private String activation(String name, Activation activation, String x) {
        return switch (activation) {
            case RELU -> graph.node("Relu", name, List.of(x));
            case TANH -> graph.node("Tanh", name, List.of(x));
            case GELU -> {
                String quotient = graph.node("Div", name + ".quotient", List.of(x, scalar(ROOT_2)));
                yield gelu(name, x, graph.node("Erf", name + ".function", List.of(quotient)));
            }
            case GELU_TANH -> {
                String cube = graph.node("Pow", name + ".cube", List.of(x, scalar(3)));
                String sum = add(name + ".sum", x, times(name + ".part", cube, Activation.GELU_CUBIC));
                String scaled = times(name + ".scaled", sum, Activation.GELU_SCALE);
                yield gelu(name, x, graph.node("Tanh", name + ".function", List.of(scaled)));
            }
        };
    }

    /** x · (1 + function) / 2. */
    private String gelu(String name, String x, String function) {
        String doubled = add(name + ".doubled", function, scalar(1));
        return times(name, graph.node("Mul", name + ".product", List.of(x, doubled)), 0.5);
    }

    private String linear(String name, String x) {
        String product = graph.node("MatMul", name + ".product", List.of(x, weight(name + ".kernel")));
        return add(name, product, weight(name + ".bias"));
    }

    private String norm(String name, String x) {
        return graph.node(
                "LayerNormalization",
                name,
                List.of(x, weight(name + ".scale"), weight(name + ".bias")),
                OnnxAttribute.integer("axis", -1),
                OnnxAttribute.number("epsilon", config.layerNormEpsilon()));
    }

    private String add(String name, String x, String y) {
        return graph.node("Add", name, List.of(x, y));
    }

    private String times(String name, String x, double factor) {
        return graph.node("Mul", name, List.of(x, scalar(factor)));
    }

    private String reshaped(String name, String x, long... shape) {
        return graph.node("Reshape", name, List.of(x, graph.integers(shape)));
    }

    private String transposed(String name, String x, List<Long> permutation) {
        return graph.node("Transpose", name, List.of(x), OnnxAttribute.integers("perm", permutation));
    }

    private String scalar(double value) {
        return graph.scalar((float) value);
    }

    private String weight(String name) {
        NamedTensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no weights are named " + name);
        }
        return graph.weight(tensor);
    }
}
