package dev.valence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The forward pass of one shape: many texts in batches of like lengths, or one text at a time. */
final class ForwardSuite implements Suite {
    private static final int BATCH = 32;
    private static final int ANY = 0;

    private final Shape shape;
    private final boolean single;
    private final int texts;
    private final int length; // of every text, or ANY

    private ForwardSuite(Shape shape, boolean single, int texts, int length) {
        this.shape = shape;
        this.single = single;
        this.texts = texts;
        this.length = length;
    }

    /** Many texts, of all lengths. */
    static ForwardSuite many(Shape shape, int texts) {
        return new ForwardSuite(shape, false, texts, ANY);
    }

    /** One text at a time, of all lengths. */
    static ForwardSuite oneByOne(Shape shape, int texts) {
        return new ForwardSuite(shape, true, texts, ANY);
    }

    /** One text at a time, all of one length. */
    static ForwardSuite oneByOne(Shape shape, int texts, int length) {
        return new ForwardSuite(shape, true, texts, length);
    }

    @Override
    public String name() {
        return (single ? "latency-" : "forward-") + shape.name() + (length == ANY ? "" : "-" + length);
    }

    @Override
    public String run(Settings settings, Consumer<String> progress) throws IOException {
        int sample = settings.texts(texts, 2 * BATCH);
        Workload workload = length == ANY
                ? Workload.sst2(settings.sst2(), settings.folder(), sample)
                : Workload.sst2OfLength(settings.sst2(), settings.folder(), sample, length);
        Path file = settings.folder().resolve(name() + ".txt");
        workload.write(file);
        Path models = settings.folder().resolve("onnx-" + shape.name());
        export(settings, models, progress);
        List<Measurement> measurements =
                new Alternation(settings.rounds(), progress).run(peers(settings, file, models));
        String introduction = String.format(
                Locale.ROOT,
                "%,d texts of SST-2, %.1f tokens each, %s, already tokenized.%n%n",
                workload.texts(),
                Arrays.stream(workload.tokens().lengths()).average().orElse(0),
                single ? "one at a time" : "ours all at once, the others in padded batches of 32 of like lengths");
        return introduction + new PeerComparison(measurements, single).toMarkdown();
    }

    /** Writes {@code model.onnx} and {@code model-int8.onnx}; without them their peers fail and say so. */
    private void export(Settings settings, Path folder, Consumer<String> progress) throws IOException {
        if (Files.exists(folder.resolve("model-int8.onnx"))) {
            return;
        }
        progress.accept("exporting to ONNX");
        Files.createDirectories(folder);
        try (Peer export = settings.python("export", "export_onnx.py", shape, folder)) {
            export.prepare();
        } catch (PeerException e) {
            progress.accept(String.valueOf(e.getMessage()));
        }
    }

    private List<Peer> peers(Settings settings, Path file, Path models) {
        int threads = Runtime.getRuntime().availableProcessors();
        int batch = single ? 1 : BATCH;
        List<Peer> peers = new ArrayList<>();
        for (String backend : Providers.names()) {
            peers.add(settings.java(
                    PeerComparison.OURS + " " + backend,
                    ValenceForward.class,
                    backend,
                    shape,
                    file,
                    threads,
                    single ? "single" : "all"));
        }
        Path fp32 = models.resolve("model.onnx");
        Path int8 = models.resolve("model-int8.onnx");
        peers.add(settings.java("ONNX Runtime fp32", OnnxForward.class, fp32, file, threads, batch));
        peers.add(settings.java("ONNX Runtime int8", OnnxForward.class, int8, file, threads, batch));
        peers.add(settings.java("libtorch fp32", LibtorchForward.class, shape, file, batch, threads));
        for (String precision : List.of("fp32", "bf16")) {
            peers.add(settings.python(
                    "PyTorch " + precision, "torch_forward.py", shape, file, batch, threads, precision));
        }
        return peers;
    }
}
