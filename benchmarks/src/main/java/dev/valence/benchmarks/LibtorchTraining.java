package dev.valence.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Loader;
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
    private static final float MASKED = -1e9f;
    private static final int WARM_UP_STEPS = 3;

    private final Workload workload;
    private final LibtorchModel model;
    private final Adam optimizer;
    private final int threads;
    private final boolean halfPrecision;
    private final List<Batch> batches = new ArrayList<>();

    /** A padded batch. */
    private record Batch(Tensor ids, Tensor mask, Tensor labels) {}

    /** @param arguments shape, file of the workload, batch size, threads, padded or bucketed, fp32 or bf16 */
    public LibtorchTraining(List<String> arguments) {
        workload = Workload.read(Path.of(arguments.get(1)));
        threads = Integer.parseInt(arguments.get(3));
        halfPrecision = arguments.get(5).equals("bf16");
        torch.set_num_threads(threads);
        torch.manual_seed(1);
        model = new LibtorchModel(Shape.parse(arguments.get(0)));
        optimizer = new Adam(model.parameters(), new AdamOptions(1e-5));
        List<int[]> cut = new ArrayList<>(
                workload.batches(Integer.parseInt(arguments.get(2)), arguments.get(4).equals("bucketed")));
        Collections.shuffle(cut, new Random(2));
        cut.forEach(texts -> batches.add(pad(texts)));
    }

    private Batch pad(int[] texts) {
        int longest = 0;
        for (int text : texts) {
            longest = Math.max(longest, workload.tokens().length(text));
        }
        long[] ids = new long[texts.length * longest];
        float[] mask = new float[texts.length * longest];
        long[] labels = new long[texts.length];
        for (int row = 0; row < texts.length; row++) {
            int[] own = workload.tokens().ids(texts[row]);
            labels[row] = workload.labels()[texts[row]];
            for (int i = 0; i < longest; i++) {
                ids[row * longest + i] = i < own.length ? own[i] : 0;
                mask[row * longest + i] = i < own.length ? 0 : MASKED;
            }
        }
        return new Batch(
                torch.tensor(ids).view(texts.length, longest),
                torch.tensor(mask).view(texts.length, 1, 1, longest),
                torch.tensor(labels));
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
        return version() + ", " + threads + " threads";
    }

    private static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch") + " with MKL";
        } catch (IOException e) {
            return "unknown version";
        }
    }

    @Override
    public Round round() {
        long start = System.nanoTime();
        batches.forEach(this::step);
        return Round.of(workload.texts(), (System.nanoTime() - start) / 1e9);
    }

    private void step(Batch batch) {
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

    private Tensor loss(Batch batch) {
        if (!halfPrecision) {
            return torch.cross_entropy_loss(model.logits(batch.ids, batch.mask), batch.labels);
        }
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_cache_enabled(false); // each weight is used once, and would be stale after the step
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
        try {
            return torch.cross_entropy_loss(model.logits(batch.ids, batch.mask), batch.labels);
        } finally {
            torch.set_autocast_enabled(torch.DeviceType.CPU, false);
        }
    }
}
