package dev.valence.benchmarks;

import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.transformer.Inference;
import java.nio.file.Path;
import java.util.List;

/** Our forward pass: all texts at once, or one after the other. */
public final class ValenceForward implements Peer {
    private static final int WARM_UPS = 5;

    private final String backend;
    private final TransformerModel model;
    private final WorkerPool pool;
    private final Inference inference;
    private final Workload workload;
    private final boolean single;

    /** @param arguments backend, shape, file of the workload, threads, {@code all} or {@code single} */
    public ValenceForward(List<String> arguments) {
        backend = arguments.get(0);
        model = Shape.parse(arguments.get(1)).model(Providers.named(backend));
        workload = Workload.read(Path.of(arguments.get(2)));
        pool = new WorkerPool(Integer.parseInt(arguments.get(3)));
        single = arguments.get(4).equals("single");
        inference = new Inference(model, pool);
    }

    @Override
    public String name() {
        return PeerComparison.OURS + " " + backend;
    }

    @Override
    public String prepare() {
        model.initialize(1);
        model.refresh(pool);
        for (int i = 0; i < WARM_UPS; i++) {
            round();
        }
        return "JDK " + Runtime.version().feature() + ", " + pool.threads() + " threads";
    }

    @Override
    public Round round() {
        if (!single) {
            return Round.of(workload.texts(), seconds(workload.tokens()));
        }
        double[] seconds = new double[workload.texts()];
        for (int text = 0; text < seconds.length; text++) {
            seconds[text] = seconds(workload.tokens().select(text));
        }
        return new Round(seconds.length, seconds);
    }

    private double seconds(TokenBatch texts) {
        long start = System.nanoTime();
        inference.logits(texts);
        return (System.nanoTime() - start) / 1e9;
    }
}
