package dev.valence.evaluate;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Predictions on disk, {@code predictions.jsonl}: for each example one line of JSON with {@code index} from 0, {@code
 * text_sha256} of its text, {@code truth} and {@code predicted} by name, and {@code probabilities}, an object with a number
 * for every class, in the same order on every line.
 */
public final class PredictionsFile {
    private static final String INDEX = "index";
    private static final String TEXT = "text_sha256";
    private static final String TRUTH = "truth";
    private static final String PREDICTED = "predicted";
    private static final String PROBABILITIES = "probabilities";

    private PredictionsFile() {}

    /** Name of the file with a run's predictions on a split. */
    public static String name(String split) {
        return "predictions-" + split + ".jsonl";
    }

    /**
     * Writes the predictions of an evaluation, replacing an existing file as a whole.
     *
     * @throws UncheckedIOException if that fails
     */
    public static void write(Path file, Evaluation evaluation) {
        try (WholeFile fresh = new WholeFile(file)) {
            int[] truth = evaluation.truth();
            try (Writer out = Files.newBufferedWriter(fresh.draft())) {
                for (int i = 0; i < truth.length; i++) {
                    out.write(JsonValues.line(line(evaluation, i, truth[i])) + "\n");
                }
            }
            fresh.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Map<String, Object> line(Evaluation evaluation, int index, int truth) {
        LabelSet labels = evaluation.labels();
        Prediction prediction = evaluation.predictions().get(index);
        Map<String, Float> probabilities = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            probabilities.put(labels.name(c), prediction.probability(c));
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(INDEX, index);
        line.put(TEXT, evaluation.textDigests().get(index));
        line.put(TRUTH, labels.name(truth));
        line.put(PREDICTED, prediction.label());
        line.put(PROBABILITIES, probabilities);
        return line;
    }

    /**
     * Reads what {@link #write} wrote; keys added to a line by others do not matter.
     *
     * @return the evaluation, of which only the wall time is lost
     * @throws InputException if the file cannot be read, is empty, or a line is not as described
     */
    public static Evaluation read(Path file) {
        Lines lines = new Lines();
        ConfigJson.readLines(file, lines::add);
        if (lines.labels == null) {
            throw new InputException(file + ": required at least one line, found none; write the predictions again");
        }
        int[] truth = lines.truth.stream().mapToInt(Integer::intValue).toArray();
        return new Evaluation(lines.labels, truth, lines.predictions, lines.textDigests, null);
    }

    private static final class Lines {
        private @Nullable LabelSet labels; // null before the first line
        private final List<Integer> truth = new ArrayList<>();
        private final List<Prediction> predictions = new ArrayList<>();
        private final List<String> textDigests = new ArrayList<>();

        void add(ConfigJson line) {
            int next = truth.size();
            if (line.integer(INDEX, 0, Integer.MAX_VALUE) != next) {
                throw line.violation(INDEX, String.valueOf(next));
            }
            LabelSet classes = labels == null ? new LabelSet(classes(line)) : labels;
            if (!classes.names().equals(classes(line))) {
                throw line.violation(PROBABILITIES, "those of " + classes + ", as on the first line,");
            }
            ConfigJson probabilities = line.object(PROBABILITIES);
            float[] values = new float[classes.size()];
            for (int c = 0; c < values.length; c++) {
                values[c] = (float) probabilities.number(classes.name(c), 0, 1);
            }
            Prediction prediction = new Prediction(classes, values);
            String best = prediction.label();
            if (!line.string(PREDICTED).equals(best)) {
                throw line.violation(PREDICTED, "the most probable class, " + best + ",");
            }
            if (!classes.names().contains(line.string(TRUTH))) {
                throw line.violation(TRUTH, "one of " + classes);
            }
            labels = classes;
            truth.add(classes.index(line.string(TRUTH)));
            predictions.add(prediction);
            textDigests.add(line.string(TEXT));
        }

        private static List<String> classes(ConfigJson line) {
            List<String> names = List.copyOf(line.object(PROBABILITIES).values().keySet());
            if (names.isEmpty()) {
                throw line.violation(PROBABILITIES, "at least one probability");
            }
            return names;
        }
    }
}
