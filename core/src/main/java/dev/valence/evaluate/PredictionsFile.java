package dev.valence.evaluate;

import dev.valence.InputException;
import dev.valence.Prediction;
import dev.valence.internal.files.UnreadableFile;
import dev.valence.internal.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Predictions on disk, {@code predictions.jsonl}: for each example one line of JSON with {@code index} from 0, {@code
 * text_sha256} of its text, {@code truth} and {@code predicted} by name, and {@code probabilities}, an object with a number
 * for every class, in the same order on every line.
 */
public final class PredictionsFile {
    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("\n").build();

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
            writeLines(fresh.draft(), evaluation);
            fresh.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException("cannot write " + file, e.getCause());
        }
    }

    private static void writeLines(Path file, Evaluation evaluation) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            int[] truth = evaluation.truth();
            for (int i = 0; i < truth.length; i++) {
                writeLine(json, evaluation, i, truth[i]);
            }
            json.writeRaw('\n');
        }
    }

    private static void writeLine(JsonGenerator json, Evaluation evaluation, int index, int truth) {
        Prediction prediction = evaluation.predictions().get(index);
        json.writeStartObject();
        json.writeNumberProperty("index", index);
        json.writeStringProperty("text_sha256", evaluation.textDigests().get(index));
        json.writeStringProperty("truth", evaluation.labels().name(truth));
        json.writeStringProperty("predicted", prediction.label());
        json.writeObjectPropertyStart("probabilities");
        for (int c = 0; c < evaluation.labels().size(); c++) {
            json.writeNumberProperty(evaluation.labels().name(c), prediction.probability(c));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote; keys added to a line by others do not matter.
     *
     * @return the evaluation, of which only the wall time is lost
     * @throws InputException if the file cannot be read, is empty, or a line is not as described
     */
    public static Evaluation read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return PredictionsReader.read(file, in);
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a file of predictions", e);
        }
    }
}
