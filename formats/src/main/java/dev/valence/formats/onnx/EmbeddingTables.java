package dev.valence.formats.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The three embedding tables of a BERT encoder, identified by the origin of their indices.
 *
 * @param words [V, D]
 * @param positions [positions, D]
 * @param tokenTypes [token types, D]
 */
record EmbeddingTables(OnnxTensor words, OnnxTensor positions, OnnxTensor tokenTypes) {

    /**
     * Follows the graph.
     *
     * @param sum what the LayerNorm of the embeddings takes
     * @throws dev.valence.InputException if it is not the sum of rows of three such tables
     */
    static EmbeddingTables require(OnnxGraph graph, String sum) {
        List<String> terms = new ArrayList<>();
        collectTerms(graph, sum, terms);
        if (terms.size() != 3) {
            throw graph.unsupported(sum, "the sum of word, position and token type embeddings");
        }
        @Nullable OnnxTensor words = null;
        @Nullable OnnxTensor positions = null;
        @Nullable OnnxTensor tokenTypes = null;
        for (String term : terms) {
            OnnxNode gather = graph.require(term, "Gather", "embeddings");
            OnnxTensor table = graph.constant(gather.input(0));
            if (table == null || table.rank() != 2 || !table.isFloat() || gather.integer("axis", 0) != 0) {
                throw graph.unsupported(gather, "rows of a constant table", "something else");
            }
            switch (kind(graph, gather.input(1))) {
                case "input_ids" -> words = table;
                case "token_type_ids" -> tokenTypes = table;
                default -> positions = table;
            }
        }
        if (words == null || positions == null || tokenTypes == null) {
            throw graph.unsupported(sum, "one table each for words, positions and token types");
        }
        return new EmbeddingTables(words, positions, tokenTypes);
    }

    private static void collectTerms(OnnxGraph graph, String value, List<String> terms) {
        OnnxNode add = graph.producer(value, "Add");
        if (add == null || terms.size() > 3) {
            terms.add(value);
            return;
        }
        collectTerms(graph, add.input(0), terms);
        collectTerms(graph, add.input(1), terms);
    }

    /** Returns the origin of indices: an input of the graph, or the numbers of the tokens. */
    private static String kind(OnnxGraph graph, String indices) {
        OnnxProvenance provenance = OnnxProvenance.of(graph, indices);
        String origin = graph.origin(indices);
        if (provenance.inputs().equals(Set.of(origin)) && !origin.equals("position_ids")) {
            return origin;
        }
        if (provenance.inputs().isEmpty() || provenance.inputs().equals(Set.of("position_ids"))) {
            return counts(graph, indices) ? "position_ids" : "token_type_ids";
        }
        throw graph.unsupported(indices, "input_ids, token_type_ids or positions that count from 0");
    }

    /** Whether indices made of constants count 0, 1, 2 and so on; token types that are no input are all 0. */
    private static boolean counts(OnnxGraph graph, String indices) {
        OnnxNode node = graph.producer(indices);
        if (node == null || node.is("Range")) {
            return true;
        }
        String source = node.is("Slice") ? node.input(0) : indices;
        long[] constants = graph.integers(source);
        if (constants == null && graph.producer(source, "Range") == null) {
            throw graph.unsupported(source, "constant indices");
        }
        for (int i = 0; constants != null && i < constants.length; i++) {
            if (constants[i] != i) {
                return false;
            }
        }
        return true;
    }
}
