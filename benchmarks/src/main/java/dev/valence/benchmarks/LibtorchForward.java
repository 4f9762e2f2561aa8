package dev.valence.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/** libtorch's forward pass from Java: padded batches of texts of like lengths, or one text after the other. */
public final class LibtorchForward implements Peer {
    private static final int WARM_UPS = 3;

    private final int threads;
    private final int texts;
    private final boolean single;
    private final LibtorchModel model;
    private final List<LibtorchBatch> batches;

    /** @param arguments shape, file of the workload, size of a batch, 1 for one text at a time, threads */
    public LibtorchForward(List<String> arguments) {
        Workload workload = Workload.read(Path.of(arguments.get(1)));
        int size = Integer.parseInt(arguments.get(2));
        threads = Integer.parseInt(arguments.get(3));
        texts = workload.texts();
        single = size == 1;
        torch.set_num_threads(threads);
        torch.manual_seed(1);
        model = new LibtorchModel(Shape.parse(arguments.get(0)), false);
        batches = workload.batches(size, !single).stream()
                .map(batch -> LibtorchBatch.of(workload, batch))
                .toList();
    }

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public String prepare() {
        for (int i = 0; i < WARM_UPS; i++) {
            round();
        }
        return LibtorchBatch.describe(threads);
    }

    @Override
    public Round round() {
        double[] seconds = batches.stream().mapToDouble(this::seconds).toArray();
        return single
                ? new Round(texts, seconds)
                : Round.of(texts, Arrays.stream(seconds).sum());
    }

    private double seconds(LibtorchBatch batch) {
        long start = System.nanoTime();
        PointerScope scope = new PointerScope();
        NoGradGuard withoutGradients = new NoGradGuard();
        try {
            model.logits(batch.ids(), batch.mask());
        } finally {
            withoutGradients.close();
            scope.close();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
