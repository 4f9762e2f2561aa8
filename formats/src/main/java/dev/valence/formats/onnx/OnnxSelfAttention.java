package dev.valence.formats.onnx;

import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al. 2017) found in a graph, from the value that its output layer takes back to the
 * three linear layers of queries, keys and values.
 *
 * @param heads H
 */
record OnnxSelfAttention(OnnxLinear query, OnnxLinear key, OnnxLinear value, int heads) {
    private static final double RELATIVE_TOLERANCE = 1e-4;
    private static final List<Long> HEADS_BEFORE_TOKENS = List.of(0L, 2L, 1L, 3L);
    private static final List<Long> TOKENS_LAST = List.of(0L, 2L, 3L, 1L);
    private static final List<Long> LAST_TWO_OF_FOUR = List.of(0L, 1L, 3L, 2L);
    private static final List<Long> LAST_TWO_OF_THREE = List.of(0L, 2L, 1L);

    /** A linear layer whose outputs are cut into heads. */
    private record Heads(OnnxLinear linear, int heads, int width) {}

    /** A product of queries and keys, and its factor. */
    private record Scores(String query, String key, double factor) {}

    /**
     * Follows the graph.
     *
     * @param context what the output layer takes, [B, S, D]
     * @throws dev.valence.InputException if it is not made by attention
     */
    static OnnxSelfAttention require(OnnxGraph graph, String context) {
        OnnxNode joined = graph.require(context, "Reshape", "the joined heads");
        String beforeTurn = turned(graph, joined.input(0), HEADS_BEFORE_TOKENS, "the heads beside each other");
        OnnxNode product = graph.require(beforeTurn, "MatMul", "probabilities times values");
        Heads value = heads(graph, turned(graph, product.input(1), HEADS_BEFORE_TOKENS, "values"));
        OnnxNode softmax = softmax(graph, product.input(0));
        Scores scores = masked(graph, softmax.input(0));
        Heads query = heads(graph, turned(graph, scores.query(), HEADS_BEFORE_TOKENS, "queries"));
        Heads key = heads(graph, turnedKeys(graph, scores.key()));
        double required = 1 / Math.sqrt(query.width());
        if (Math.abs(scores.factor() / required - 1) > RELATIVE_TOLERANCE) {
            throw graph.unsupported(softmax, "scores times " + required, "times " + scores.factor());
        }
        if (query.heads() != key.heads() || query.heads() != value.heads()) {
            throw graph.unsupported(softmax, "as many heads of queries, keys and values", "other numbers of them");
        }
        return new OnnxSelfAttention(query.linear(), key.linear(), value.linear(), query.heads());
    }

    private static OnnxNode softmax(OnnxGraph graph, String value) {
        OnnxNode softmax = graph.require(guarded(graph, value), "Softmax", "the probabilities of attention");
        long axis = softmax.integer("axis", -1);
        if (axis != -1 && axis != 3) {
            throw graph.unsupported(softmax, "axis 3", "axis " + axis);
        }
        return softmax;
    }

    /** Returns x if the value is x with NaN replaced by 0, as for a row without keys. */
    private static String guarded(OnnxGraph graph, String value) {
        OnnxNode where = graph.producer(value, "Where");
        if (where == null) {
            return value;
        }
        OnnxNode test = graph.require(where.input(0), "IsNaN", "a guard of probabilities");
        String guarded = where.input(2);
        if (graph.scalar(where.input(1)).orElse(-1) != 0
                || !graph.origin(test.input(0)).equals(graph.origin(guarded))) {
            throw graph.unsupported(where, "0 for what is not a number", "something else");
        }
        return guarded;
    }

    /** Scores with the mask added to them. */
    private static Scores masked(OnnxGraph graph, String value) {
        OnnxNode add = graph.require(value, "Add", "scores and mask");
        int mask = OnnxProvenance.of(graph, add.input(0)).isMask() ? 0 : 1;
        if (!OnnxProvenance.of(graph, add.input(mask)).isMask()) {
            throw graph.unsupported(add, "a mask made of attention_mask alone", "something else");
        }
        return scores(graph, add.input(1 - mask));
    }

    private static Scores scores(OnnxGraph graph, String value) {
        Scaled whole = Scaled.of(graph, value);
        OnnxNode product = graph.require(whole.value(), "MatMul", "queries times keys");
        Scaled query = Scaled.of(graph, product.input(0));
        Scaled key = Scaled.of(graph, product.input(1));
        return new Scores(query.value(), key.value(), whole.factor() * query.factor() * key.factor());
    }

    /** Returns the input of a Transpose. */
    private static String turned(OnnxGraph graph, String value, List<Long> permutation, String what) {
        OnnxNode transpose = graph.require(value, "Transpose", what);
        if (!transpose.integers("perm").equals(permutation)) {
            throw graph.unsupported(
                    transpose,
                    "permutation " + permutation + " for " + what,
                    transpose.integers("perm").toString());
        }
        return transpose.input(0);
    }

    /**
     * Returns the input of the transposes of keys: one to [B, H, K, S], or that of queries and a second one, for which
     * some exporters join batch and heads.
     */
    private static String turnedKeys(OnnxGraph graph, String value) {
        OnnxNode parted = graph.producer(value, "Reshape");
        if (parted != null) {
            String turned = turned(graph, parted.input(0), LAST_TWO_OF_THREE, "keys");
            OnnxNode joined = graph.require(turned, "Reshape", "keys with batch and heads joined");
            return turned(graph, joined.input(0), HEADS_BEFORE_TOKENS, "keys");
        }
        OnnxNode transpose = graph.require(value, "Transpose", "keys");
        if (transpose.integers("perm").equals(LAST_TWO_OF_FOUR)) {
            return turned(graph, transpose.input(0), HEADS_BEFORE_TOKENS, "keys");
        }
        return turned(graph, value, TOKENS_LAST, "keys");
    }

    private static Heads heads(OnnxGraph graph, String value) {
        OnnxNode reshape = graph.require(value, "Reshape", "[B, S, H, K]");
        OnnxLinear linear = OnnxLinear.require(graph, reshape.input(0), "queries, keys or values");
        long heads = extent(graph, reshape.input(1), 2);
        long width = extent(graph, reshape.input(1), 3);
        if (heads == -1 && width > 0) {
            heads = linear.out() / width;
        } else if (width == -1 && heads > 0) {
            width = linear.out() / heads;
        }
        if (heads < 1 || width < 1 || heads * width != linear.out()) {
            throw graph.unsupported(reshape, "heads and widths that make " + linear.out(), heads + " times " + width);
        }
        return new Heads(linear, (int) heads, (int) width);
    }

    /** A constant extent of a shape of four; 0 if it is not constant. */
    private static long extent(OnnxGraph graph, String shape, int axis) {
        long[] constant = graph.integers(shape);
        if (constant != null) {
            return constant.length == 4 ? constant[axis] : 0;
        }
        OnnxNode concat = graph.producer(shape, "Concat");
        if (concat == null || concat.inputs().size() != 4) {
            return 0;
        }
        return (long) graph.scalar(concat.input(axis)).orElse(0);
    }
}
