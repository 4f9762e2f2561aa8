package dev.valence.classify;

import dev.valence.compute.WorkerPool;
import dev.valence.model.CrossEntropy;
import dev.valence.model.Pass;
import dev.valence.model.Targets;
import dev.valence.model.TransformerModel;
import dev.valence.model.Workspace;
import dev.valence.tokenize.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Forward passes over any number of texts on several workers. A text's logits do not depend on its neighbours, so texts
 * are cut into pieces of like lengths at will; a single piece is shared by all workers, a part of each step for each, so that one
 * text is not one worker's. Not thread-safe; the workers' memory is kept between calls.
 */
public final class Inference {
    /** Tokens of one piece: its activations stay in the second-level cache. */
    private static final int TOKENS = 1024;

    private final TransformerModel model;
    private final WorkerPool pool;
    private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();
    private final Workspace shared; // of a pass that is alone

    /**
     * @param model whose weights are loaded
     * @param pool who runs the passes
     */
    public Inference(TransformerModel model, WorkerPool pool) {
        this.model = model;
        this.pool = pool;
        this.shared = model.inferenceWorkspace(pool);
    }

    /**
     * Logits of every text.
     *
     * @param texts the tokens, B texts
     * @return [B, C]
     */
    public float[] logits(TokenBatch texts) {
        int classes = model.classes();
        float[] logits = new float[texts.texts() * classes];
        List<int[]> pieces = pieces(texts);
        pool.run(pieces.size(), p -> {
            int[] piece = pieces.get(p);
            Workspace workspace = borrow(pieces.size());
            model.forward(workspace, Pass.firstTokens(texts.select(piece)));
            for (int i = 0; i < piece.length; i++) {
                System.arraycopy(workspace.logits(), i * classes, logits, piece[i] * classes, classes);
            }
            giveBack(workspace);
        });
        return logits;
    }

    /**
     * Loss of any number of passes; the sum is taken in their order, so that it does not depend on the workers.
     *
     * @param passes number of passes
     * @param pass what to compute, by number
     * @param targets what the head should say of each of its output rows
     */
    public CrossEntropy.Result loss(int passes, IntFunction<Pass> pass, IntFunction<Targets> targets) {
        CrossEntropy.Result[] results = new CrossEntropy.Result[passes];
        pool.run(passes, p -> {
            Workspace workspace = borrow(passes);
            results[p] = model.loss(workspace, pass.apply(p), targets.apply(p));
            giveBack(workspace);
        });
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (CrossEntropy.Result result : results) {
            sum = sum.plus(result);
        }
        return sum;
    }

    /** Memory for one of so many passes. One that is alone has all workers. */
    private Workspace borrow(int passes) {
        if (passes == 1) {
            return shared;
        }
        Workspace borrowed = idle.poll();
        return borrowed == null ? model.inferenceWorkspace() : borrowed;
    }

    private void giveBack(Workspace workspace) {
        if (workspace != shared) {
            idle.add(workspace);
        }
    }

    /** Indices of texts, longest first so that no worker starts a long piece last. */
    private static List<int[]> pieces(TokenBatch texts) {
        int[] order = IntStream.range(0, texts.texts())
                .boxed()
                .sorted(Comparator.comparingInt(texts::length).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> pieces = new ArrayList<>();
        int from = 0;
        int tokens = 0;
        for (int i = 0; i < order.length; i++) {
            tokens += texts.length(order[i]);
            if (tokens >= TOKENS || i == order.length - 1) {
                pieces.add(Arrays.copyOfRange(order, from, i + 1));
                from = i + 1;
                tokens = 0;
            }
        }
        return pieces;
    }
}
