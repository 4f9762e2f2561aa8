package dev.valence.internal.transformer;

import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.Targets;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Forward passes over any number of texts on several workers. A text's logits do not depend on its neighbours, so texts are
 * grouped into pieces of similar lengths. A single piece is computed by all workers together, several pieces one per worker.
 *
 * <p>Thread-safe, as long as nobody changes the weights. Memory for a pass is borrowed, and at most as many passes run at once as
 * there are workers, because more would not be faster. Passes of all callers take turns in the order they asked.
 */
public final class Inference implements AutoCloseable {
    /** Tokens of one piece: its activations stay in the second-level cache. */
    private static final int TOKENS = 1024;

    private final TransformerModel model;
    private final WorkerPool pool;
    private final Semaphore permits; // of passes that run at once
    private final Queue<Workspace> single = new ConcurrentLinkedQueue<>(); // idle memory of passes by one thread
    private final Queue<Workspace> together = new ConcurrentLinkedQueue<>(); // of the one pass by all of them, if idle
    private volatile boolean closed;

    /**
     * @param model whose weights are loaded
     * @param pool who runs the passes
     */
    public Inference(TransformerModel model, WorkerPool pool) {
        this.model = model;
        this.pool = pool;
        this.permits = new Semaphore(pool.threads(), true);
        this.together.add(model.inferenceWorkspace(pool));
    }

    /**
     * Logits of every text.
     *
     * @param texts the tokens, B texts
     * @return [B, C]
     * @throws IllegalStateException if it is closed, before or meanwhile
     */
    public float[] logits(TokenBatch texts) {
        int classes = model.classes();
        float[] logits = new float[texts.texts() * classes];
        List<int[]> pieces = pieces(texts);
        pool.run(pieces.size(), p -> {
            int[] piece = pieces.get(p);
            Pass pass = Pass.firstTokens(texts.select(piece));
            withWorkspace(pieces.size(), workspace -> {
                model.forward(workspace, pass);
                for (int i = 0; i < piece.length; i++) {
                    System.arraycopy(workspace.logits(), i * classes, logits, piece[i] * classes, classes);
                }
            });
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
        pool.run(
                passes,
                p -> withWorkspace(
                        passes, workspace -> results[p] = model.loss(workspace, pass.apply(p), targets.apply(p))));
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (CrossEntropy.Result result : results) {
            sum = sum.plus(result);
        }
        return sum;
    }

    /** Runs one of several passes of a caller in borrowed memory. */
    private void withWorkspace(int siblings, Consumer<Workspace> pass) {
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed; keep it open for as long as it is used");
            }
            boolean alone = siblings == 1 && permits.availablePermits() == pool.threads() - 1;
            Workspace shared = alone ? together.poll() : null;
            Workspace own = shared == null ? single.poll() : null;
            Workspace workspace = shared != null ? shared : own != null ? own : model.inferenceWorkspace();
            try {
                pass.accept(workspace);
            } finally {
                (shared == null ? single : together).add(workspace);
            }
        } finally {
            permits.release();
        }
    }

    /** Waits for running passes. Passes that have not begun, and later ones, throw {@link IllegalStateException}. */
    @Override
    public void close() {
        closed = true;
        permits.acquireUninterruptibly(pool.threads());
        permits.release(pool.threads());
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
