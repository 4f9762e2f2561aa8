package dev.valence.internal.report;

import dev.valence.internal.json.ConfigJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Learning curves of a run, from its {@code metrics.jsonl}.
 *
 * @param lines of the file in order, without those that a resumed run took back
 */
public record LearningCurves(List<ConfigJson> lines) {
    private static final String EVENT = "event";
    private static final String STEP = "step";
    private static final String TRAINING = "train";
    private static final String VALIDATION = "validation";

    /** Copies the list. */
    public LearningCurves {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a run's log. An interrupted run resumes from a checkpoint before the end of its log; if steps go back,
     * earlier lines of later steps are dropped.
     *
     * @throws dev.valence.InputException if the file cannot be read or a line is not as {@link dev.valence.internal.train.RunDirectory} writes it
     */
    public static LearningCurves read(Path metrics) {
        List<ConfigJson> lines = new ArrayList<>();
        ConfigJson.readLines(metrics, line -> {
            while (!lines.isEmpty() && takenBack(lines.get(lines.size() - 1), line)) {
                lines.remove(lines.size() - 1);
            }
            lines.add(line);
        });
        return new LearningCurves(lines);
    }

    /** Whether a line does not come after the one before it; at the same step an evaluation follows the step itself. */
    private static boolean takenBack(ConfigJson before, ConfigJson line) {
        boolean follows =
                before.string(EVENT).equals(TRAINING) && line.string(EVENT).equals(VALIDATION);
        return step(before) > step(line) || (step(before) == step(line) && !follows);
    }

    private static int step(ConfigJson line) {
        return line.integer(STEP, 0, Integer.MAX_VALUE);
    }

    /** A figure of the batches trained on, such as {@code loss}. */
    public List<Point> training(String figure) {
        return points(figure, line -> line.string(EVENT).equals(TRAINING));
    }

    /** A figure on the validation split, such as {@code accuracy}. */
    public List<Point> validation(String figure) {
        return points(figure, line -> line.string(EVENT).equals(VALIDATION));
    }

    /** When the model that was kept was saved. */
    OptionalInt bestStep() {
        return lines.stream()
                .filter(line -> line.string(EVENT).equals(VALIDATION) && line.bool("best"))
                .mapToInt(LearningCurves::step)
                .max();
    }

    /** Points of the lines that have the figure as a number. */
    private List<Point> points(String figure, Predicate<ConfigJson> chosen) {
        return lines.stream()
                .filter(chosen)
                .filter(line -> line.has(figure))
                .map(line -> new Point(step(line), line.number(figure, -Double.MAX_VALUE, Double.MAX_VALUE)))
                .toList();
    }
}
