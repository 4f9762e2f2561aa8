package dev.valence.internal.train;

import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Logs of a run: {@code metrics.jsonl} and TensorBoard events. */
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
     * Removes everything logged after a checkpoint from which the run resumes.
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

    /** Logs a skipped step. */
    void skipped(int step, DataParallel.Outcome outcome) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "skipped");
        line.put("step", step);
        line.put("loss", outcome.loss());
        line.put("gradient_norm", outcome.gradientNorm());
        metrics.write(line);
    }

    /** Logs the means of the last steps. */
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

    /** Logs an evaluation. */
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

    /** Name of a figure's curve; loss and accuracy have the usual names. */
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
