package dev.valence.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Training in libtorch from Java. Batches are padded to their longest text; bucketed ones hold texts of like lengths. A
 * round is a pass over the sample.
 */
public final class LibtorchTraining implements Peer {
    private static final int WARM_UP_STEPS = 3;

    private final Workload workload;
    private final LibtorchModel model;
    private final Adam optimizer;
    private final int threads;
    private final boolean halfPrecision;
    private final List<LibtorchBatch> batches = new ArrayList<>();

    /** @param arguments shape, file of the workload, batch size, threads, padded or bucketed, fp32 or bf16 */
    public LibtorchTraining(List<String> arguments) {
        workload = Workload.read(Path.of(arguments.get(1)));
        threads = Integer.parseInt(arguments.get(3));
        halfPrecision = arguments.get(5).equals("bf16");
        torch.set_num_threads(threads);
        torch.manual_seed(1);
        model = new LibtorchModel(Shape.parse(arguments.get(0)), true);
        optimizer = new Adam(model.parameters(), new AdamOptions(1e-5));
        List<int[]> cut = new ArrayList<>(workload.batches(
                Integer.parseInt(arguments.get(2)), arguments.get(4).equals("bucketed")));
        Collections.shuffle(cut, new Random(2));
        cut.forEach(texts -> batches.add(LibtorchBatch.of(workload, texts)));
    }

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public String prepare() {
        for (int i = 0; i < Math.max(WARM_UP_STEPS, batches.size() / 2); i++) {
            step(batches.get(i % batches.size()));
        }
        return LibtorchBatch.describe(threads);
    }

    @Override
    public Round round() {
        long start = System.nanoTime();
        batches.forEach(this::step);
        return Round.of(workload.texts(), (System.nanoTime() - start) / 1e9);
    }

    private void step(LibtorchBatch batch) {
        PointerScope scope = new PointerScope(); // whatever a step allocates is given back when it ends
        try {
            optimizer.zero_grad();
            loss(batch).backward();
            torch.clip_grad_norm_(model.parameters(), 1);
            optimizer.step();
        } finally {
            scope.close();
        }
    }

    private Tensor loss(LibtorchBatch batch) {
        if (!halfPrecision) {
            return torch.cross_entropy_loss(model.logits(batch.ids(), batch.mask()), batch.labels());
        }
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_cache_enabled(false); // each weight is used once, and would be stale after the step
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
        try {
            return torch.cross_entropy_loss(model.logits(batch.ids(), batch.mask()), batch.labels());
        } finally {
            torch.set_autocast_enabled(torch.DeviceType.CPU, false);
        }
    }
}
