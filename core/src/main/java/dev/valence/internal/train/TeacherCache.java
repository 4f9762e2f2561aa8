package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.Progress;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.transformer.TransformerClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cache of teacher logits on disk, one file for each combination of teacher, arithmetic and texts, so that resumed
 * runs and runs with other seeds need not compute them again. A file that is damaged, or does not belong there, is made
 * anew. Several processes may use one folder.
 *
 * <p>Thread-safe.
 */
public final class TeacherCache {
    private static final String LOGITS = "logits";
    private static final String HASH = "sha256"; // of the logits
    private static final String KEY = "key";

    private final Path folder;

    private final Consumer<String> warnings;

    /**
     * @param folder where the files go; created when the first is written
     * @param warnings told in a line where a file cannot be read or written, which costs time and nothing else
     */
    public TeacherCache(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    /**
     * Returns the cached logits of texts, or computes them by {@link TeacherLogits#of} and caches them.
     *
     * @param weights what tells the teacher's weights from others, such as their hash
     */
    public TeacherLogits logits(TransformerClassifier teacher, String weights, TokenBatch texts, Progress progress) {
        String key = key(teacher, weights, texts);
        Path file = folder.resolve(key + ".safetensors");
        Optional<TeacherLogits> kept = read(file, key, texts.texts(), teacher.labels());
        if (kept.isPresent()) {
            progress.update(texts.texts(), texts.texts());
            return kept.get();
        }
        TeacherLogits said = TeacherLogits.of(teacher, texts, progress);
        try {
            write(file, key, said);
        } catch (IOException e) {
            warn(file, e);
        } catch (UncheckedIOException e) {
            warn(file, e.getCause());
        }
        return said;
    }

    private void warn(Path file, @Nullable IOException cause) {
        warnings.accept("The teacher's answers are not kept for the next time: " + file + " cannot be written (" + cause
                + ").");
    }

    private static Optional<TeacherLogits> read(Path file, String key, int texts, LabelSet labels) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafetensorsFile kept = SafetensorsFile.open(file)) {
            float[] values = new float[Math.multiplyExact(texts, labels.size())];
            kept.read(new NamedTensor(LOGITS, values, 0, texts, labels.size()));
            TeacherLogits logits = new TeacherLogits(labels, values);
            Map<String, String> notes = kept.metadata();
            boolean whole = key.equals(notes.get(KEY)) && logits.contentHash().equals(notes.get(HASH));
            return whole ? Optional.of(logits) : Optional.empty();
        } catch (InputException e) { // damaged, or not to be read: made anew
            return Optional.empty();
        }
    }

    private void write(Path file, String key, TeacherLogits said) throws IOException {
        Files.createDirectories(folder);
        try (WholeFile fresh = new WholeFile(file)) {
            int classes = said.labels().size();
            SafetensorsWriter.write(
                    fresh.draft(),
                    List.of(new NamedTensor(LOGITS, said.logits(), 0, said.size(), classes)),
                    Map.of(KEY, key, HASH, said.contentHash()));
            fresh.commit();
        }
    }

    /** SHA-256 over all that the logits depend on. */
    private static String key(TransformerClassifier teacher, String weights, TokenBatch texts) {
        Sha256 digest = new Sha256();
        for (String part : List.of(
                weights,
                teacher.configuration().toString(),
                teacher.labels().names().toString(),
                teacher.model().backend().name())) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.add(bytes.length).add(bytes);
        }
        return digest.add(texts.offsets()).add(texts.ids()).hex();
    }
}
