package dev.valence.onnx;

import ai.onnxruntime.OrtException;
import dev.valence.formats.onnx.OnnxModelWriter;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Verification of an exported graph: ONNX Runtime runs it on some texts with padding, and its logits must equal the
 * model's.
 *
 * @param model what the graph was drawn from
 * @param everyToken whether the head reads every token of a text, not the first alone
 * @param dynamicBatch whether the graph takes several texts at once
 * @param texts what to run it on
 */
record ExportCheck(TransformerModel model, boolean everyToken, boolean dynamicBatch, TokenBatch texts) {
    /**
     * Tolerance of the difference of two logits. Over a vocabulary there are thousands of logits a token, the likely
     * ones in the tens: there it is a share of the token's largest, if that is above 1.
     */
    static final double TOLERANCE = 1e-4;

    private static final int TEXTS_AT_ONCE = 3;
    private static final int PADDING = 2;

    /**
     * Runs the graph.
     *
     * @return the largest difference of a logit
     * @throws IllegalStateException if ONNX Runtime refuses the file, or one differs by more than {@link #TOLERANCE}
     */
    double requireAgreement(Path file, OnnxModelWriter graph) {
        int step = dynamicBatch ? TEXTS_AT_ONCE : 1;
        double largest = 0;
        try (RuntimeSession session = RuntimeSession.open(file)) {
            for (int from = 0; from < texts.texts(); from += step) {
                TokenBatch batch = texts.slice(from, Math.min(from + step, texts.texts()));
                largest = Math.max(largest, difference(session, graph, batch));
            }
        } catch (OrtException e) {
            String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new IllegalStateException("ONNX Runtime does not run the exported graph: " + message, e);
        }
        return largest;
    }

    private double difference(RuntimeSession session, OnnxModelWriter graph, TokenBatch batch) throws OrtException {
        int longest = Arrays.stream(batch.lengths()).max().orElseThrow();
        int length = Math.min(longest + PADDING, model.config().maximumLength());
        float[] theirs = session.logits(inputs(graph, batch, length), batch.texts(), length);
        int classes = model.classes();
        int rows = everyToken ? length : 1;
        if (theirs.length != batch.texts() * rows * classes) {
            throw new IllegalStateException("the exported graph should give " + batch.texts() * rows * classes
                    + " logits in ONNX Runtime, found " + theirs.length);
        }
        double largest = 0;
        for (int b = 0; b < batch.texts(); b++) {
            float[] ours = logits(batch.select(b));
            int compared = everyToken ? batch.length(b) : 1;
            for (int r = 0; r < compared; r++) {
                FloatBuffer row = FloatBuffer.wrap(ours, r * classes, classes).slice();
                FloatBuffer theirRow = FloatBuffer.wrap(theirs, (b * rows + r) * classes, classes)
                        .slice();
                largest = Math.max(largest, difference(row, theirRow));
            }
        }
        return largest;
    }

    /** The largest difference of one row's logits. */
    private double difference(FloatBuffer ours, FloatBuffer theirs) {
        double scale = 1;
        for (int c = 0; everyToken && c < ours.limit(); c++) {
            scale = Math.max(scale, Math.abs(ours.get(c)));
        }
        double largest = 0;
        for (int c = 0; c < ours.limit(); c++) {
            double difference = Math.abs(theirs.get(c) - ours.get(c));
            if (!(difference <= scale * TOLERANCE)) { // not a number is no agreement either
                throw new IllegalStateException(
                        "ONNX Runtime computes other logits of the exported graph than the model: "
                                + theirs.get(c) + " instead of " + ours.get(c) + " for class " + c + ", where "
                                + (float) (scale * TOLERANCE) + " is the most that they may differ");
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    /** Texts side by side with padding behind each, [B, S]; all tokens are of the first kind. */
    private static Map<String, long[]> inputs(OnnxModelWriter graph, TokenBatch batch, int length) {
        long[] ids = new long[batch.texts() * length];
        long[] mask = new long[ids.length];
        for (int b = 0; b < batch.texts(); b++) {
            for (int s = 0; s < batch.length(b); s++) {
                ids[b * length + s] = batch.ids()[batch.start(b) + s];
                mask[b * length + s] = 1;
            }
        }
        Map<String, long[]> inputs = new LinkedHashMap<>();
        for (String name : graph.inputs()) {
            inputs.put(name, new long[ids.length]);
        }
        inputs.put(ModelGraph.INPUT_IDS, ids);
        inputs.put(ModelGraph.ATTENTION_MASK, mask);
        return inputs;
    }

    /** The model's own logits of one text, [1, C] or [S, C]. */
    private float[] logits(TokenBatch text) {
        Workspace workspace = model.inferenceWorkspace();
        int[] all = IntStream.range(0, text.tokens()).toArray();
        model.forward(workspace, everyToken ? Pass.rows(text, all, text.offsets()) : Pass.firstTokens(text));
        return workspace.logits();
    }
}
