package dev.valence.internal.train;

import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run tells on the way, in {@code metrics.jsonl} and for TensorBoard. */
final class RunLogs implements Closeable {
    static final String METRICS = "metrics.jsonl";

    private final Path root;
    private final MetricsLog metrics;
    private final TensorBoardWriter events;

    /** Opens the logs of the run in that directory. */
    RunLogs(Path root) {
        this.root = root;
        metrics = new MetricsLog(root.resolve(METRICS));
        events = new TensorBoardWriter(root);
    }

    /**
     * Forgets what was logged after a moment, because the run goes on from there.
     *
     * @param bytes what {@link #force} returned then
     * @param step the first step to forget
     */
    void restart(long bytes, long step) {
        metrics.cutTo(bytes);
        events.forgetFrom(step);
    }

    /** Forces the metrics to the disk, and returns how many bytes they take. */
    long force() {
        return metrics.force();
    }

    /** A step that was left out. */
    void skipped(int step, DataParallel.Outcome outcome) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "skipped");
        line.put("step", step);
        line.put("loss", outcome.loss());
        line.put("gradient_norm", outcome.gradientNorm());
        metrics.write(line);
    }

    /** The means of the last steps. */
    void step(TrainingListener.StepReport progress) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "train");
        line.put("epoch", progress.epoch());
        line.put("step", progress.step());
        line.put("loss", progress.loss());
        line.put("accuracy", progress.accuracy());
        line.put("learning_rate", progress.learningRate());
        line.put("gradient_norm", progress.gradientNorm());
        line.put("examples_per_second", progress.examplesPerSecond());
        line.put("tokens_per_second", progress.tokensPerSecond());
        metrics.write(line);
        events.scalar("Loss/train", progress.step(), progress.loss());
        events.scalar("Acc/train", progress.step(), progress.accuracy());
        events.scalar("LearningRate", progress.step(), progress.learningRate());
        events.scalar("GradientNorm", progress.step(), progress.gradientNorm());
    }

    /** An evaluation. */
    void validation(Validation validation, boolean best) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "validation");
        line.putAll(figures(validation));
        line.put("best", best);
        if (!validation.warnings().isEmpty()) {
            line.put("warning", String.join("; ", validation.warnings()));
        }
        metrics.write(line);
        validation.figures().forEach((name, value) -> events.scalar(tag(name), validation.step(), value));
    }

    /** Name of a figure's curve; loss and accuracy have the names that others give them. */
    private static String tag(String figure) {
        return switch (figure) {
            case Validation.LOSS -> "Loss/valid";
            case Validation.ACCURACY -> "Acc/valid";
            case Validation.MACRO_F1 -> "MacroF1/valid";
            case Validation.PERPLEXITY -> "Perplexity/valid";
            default -> figure + "/valid";
        };
    }

    static Map<String, Object> figures(Validation validation) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("step", validation.step());
        figures.putAll(validation.figures());
        return figures;
    }

    @Override
    public void close() {
        try {
            metrics.close();
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the logs of " + root, e);
        }
    }
}
