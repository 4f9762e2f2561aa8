package dev.valence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** How time for a text and memory of training grow when one size of the tutorial's shape is changed at a time. */
final class GrowthSuite implements Suite {
    private static final int TOKENS = 16_384; // of a round
    private static final int QUICK_TOKENS = 1024;
    private static final int MOST_ROUNDS = 3;
    private static final Point BASE = new Point("as it is", Shape.TUTORIAL, 64, 16, cores());

    /** What is trained. */
    private record Point(String what, Shape shape, int batch, int length, int threads) {
        Point batch(int size) {
            return new Point("batch " + size, shape, size, length, threads);
        }

        Point length(int tokens) {
            return new Point("length " + tokens, shape, batch, tokens, threads);
        }

        Point width(int width) {
            return shape("width " + width, shape.with(shape.layers(), width, 2 * width, shape.vocabulary()));
        }

        Point layers(int layers) {
            return shape(
                    "layers " + layers, shape.with(layers, shape.width(), shape.feedForward(), shape.vocabulary()));
        }

        Point vocabulary(int size) {
            return shape("vocabulary " + size, shape.with(shape.layers(), shape.width(), shape.feedForward(), size));
        }

        Point threads(int number) {
            return new Point("threads " + number, shape, batch, length, number);
        }

        private Point shape(String name, Shape other) {
            return new Point(name, other, batch, length, threads);
        }
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static List<Point> points() {
        List<Point> points = new ArrayList<>(List.of(BASE));
        List.of(1, 8, 256).forEach(size -> points.add(BASE.batch(size)));
        List.of(8, 32, 64, 128, 256, 512).forEach(tokens -> points.add(BASE.length(tokens)));
        List.of(64, 256, 512).forEach(width -> points.add(BASE.width(width)));
        List.of(1, 3, 12).forEach(layers -> points.add(BASE.layers(layers)));
        List.of(1_000, 5_000, 80_000).forEach(size -> points.add(BASE.vocabulary(size)));
        for (int threads = 1; threads < cores(); threads *= 2) {
            points.add(BASE.threads(threads));
        }
        return points;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String run(Settings settings, Consumer<String> progress) throws IOException {
        List<Point> points = settings.quick() ? List.of(BASE, BASE.length(512)) : points();
        Set<String> headings = new LinkedHashSet<>(List.of(""));
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            progress.accept(point.what());
            List<String> row = new ArrayList<>(List.of(point.what()));
            for (Measurement measurement : measure(point, settings, progress)) {
                headings.add(measurement.name() + " µs/text");
                headings.add(measurement.name() + " MB");
                row.add(measurement.measured() ? format(1e6 / measurement.textsPerSecond()) : "");
                row.add(measurement.measured() ? format(measurement.peakMemory() / 1e6) : "");
            }
            rows.add(row);
        }
        MarkdownTable table = new MarkdownTable(headings.toArray(String[]::new));
        rows.forEach(table::row);
        return "Training of the tutorial's shape in batches of " + BASE.batch() + " texts of " + BASE.length()
                + " random tokens, one size changed at a time; feed-forward twice the width.\n\n" + table;
    }

    @Override
    public String statistic(Settings settings) {
        return "Medians of " + rounds(settings) + " rounds by turns";
    }

    private static int rounds(Settings settings) {
        return Math.min(MOST_ROUNDS, settings.rounds());
    }

    private static List<Measurement> measure(Point point, Settings settings, Consumer<String> progress)
            throws IOException {
        int tokens = settings.quick() ? QUICK_TOKENS : TOKENS;
        int texts = Math.max(tokens / point.length(), 2 * point.batch());
        Path file = settings.folder().resolve("growth.txt");
        Workload.random(texts, point.length(), point.shape().vocabulary()).write(file);
        List<Peer> peers = new ArrayList<>();
        for (String backend : Providers.names()) {
            Path run = Files.createTempDirectory(settings.folder(), "run");
            peers.add(settings.java(
                    backend, ValenceTraining.class, backend, point.shape(), file, point.batch(), point.threads(), run));
        }
        peers.add(settings.python(
                "PyTorch",
                TrainingSuite.SCRIPT,
                point.shape(),
                file,
                point.batch(),
                point.threads(),
                "bucketed",
                "fp32"));
        return new Alternation(rounds(settings), progress).run(peers);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
