package dev.valence.benchmarks;

import dev.valence.internal.compute.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One training step of each shape: what it must do, the floor of its time, and the share of it that is reached. */
final class RooflineSuite implements Suite {
    private static final int STEPS = 8;

    @Override
    public String name() {
        return "roofline";
    }

    @Override
    public String run(Settings settings, Consumer<String> progress) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        StepCost.Peak one = PeakMeasurement.measure(1);
        StepCost.Peak all = PeakMeasurement.measure(threads);
        MarkdownTable peaks = new MarkdownTable("", "1 thread", threads + " threads")
                .row("GFLOP/s, fp32", gigas(one.operationsPerSecond()), gigas(all.operationsPerSecond()))
                .row("GB/s, triad", gigas(one.bytesPerSecond()), gigas(all.bytesPerSecond()));
        Map<String, Double> products = new HashMap<>();
        for (String backend : Providers.names()) {
            Gemm gemm = Providers.named(backend).gemm();
            double together = PeakMeasurement.products(gemm, threads);
            peaks.row("GFLOP/s, products of " + backend, gigas(PeakMeasurement.products(gemm, 1)), gigas(together));
            products.put(backend, together);
        }
        MarkdownTable steps = new MarkdownTable("shape", "GFLOP", "MB", "floor ms", "step ms", "share of the floor");
        for (Shape shape : Shape.named()) {
            int batch = TrainingSuite.BATCH;
            Workload workload =
                    Workload.sst2(settings.sst2(), settings.folder(), settings.quick() ? 2 * batch : STEPS * batch);
            double operations = 0;
            double bytes = 0;
            List<int[]> batches = workload.batches(batch, false);
            for (int[] texts : batches) {
                StepCost cost =
                        StepCost.of(shape, workload.tokens().select(texts).lengths());
                operations += cost.operations() / batches.size();
                bytes += cost.bytes() / batches.size();
            }
            for (Measurement measurement : measure(settings, shape, workload, progress)) {
                double operationsPerSecond =
                        Math.max(all.operationsPerSecond(), products.getOrDefault(measurement.name(), 0.0));
                double floor = new StepCost(operations, bytes)
                        .floorSeconds(new StepCost.Peak(operationsPerSecond, all.bytesPerSecond()));
                steps.row(row(shape, measurement, operations, bytes, floor));
            }
        }
        return peaks + "\n" + steps;
    }

    private static List<String> row(
            Shape shape, Measurement measurement, double operations, double bytes, double floor) {
        List<String> cells = new ArrayList<>(List.of(
                shape.name() + ", " + measurement.name(),
                format("%.1f", operations / 1e9),
                format("%,.0f", bytes / 1e6),
                format("%.1f", 1e3 * floor)));
        if (measurement.measured()) {
            double step = TrainingSuite.BATCH / measurement.textsPerSecond();
            cells.add(format("%.1f", 1e3 * step));
            cells.add(format("%.0f %%", 100 * floor / step));
        }
        return cells;
    }

    private static List<Measurement> measure(
            Settings settings, Shape shape, Workload workload, Consumer<String> progress) throws IOException {
        Path file = settings.folder().resolve("roofline-" + shape.name() + ".txt");
        workload.write(file);
        int threads = Runtime.getRuntime().availableProcessors();
        List<Peer> peers = new ArrayList<>();
        for (String backend : Providers.names()) {
            Path run = Files.createTempDirectory(settings.folder(), "run");
            peers.add(settings.java(
                    backend, ValenceTraining.class, backend, shape, file, TrainingSuite.BATCH, threads, run));
        }
        return new Alternation(settings.rounds(), progress).run(peers);
    }

    private static String gigas(double value) {
        return format("%,.0f", value / 1e9);
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
