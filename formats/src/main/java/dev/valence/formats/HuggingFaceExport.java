package dev.valence.formats;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.transformer.SavedModel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Export of a model as a Hugging Face directory: {@code config.json}, {@code model.safetensors} and the tokenizer's files.
 *
 * <pre>{@code
 * HuggingFaceExport.of("runs/film").float16().write(Path.of("film-for-python"));
 * }</pre>
 *
 * <p>Python's Transformers loads what is exported of the families bert, distilbert and roberta. Not thread-safe.
 */
public final class HuggingFaceExport {
    private final String source;
    private @Nullable ElementType type;
    private long shardSize = Long.MAX_VALUE;
    private Environment environment = Environment.defaults();
    private Listener listener = Listener.NONE;

    private HuggingFaceExport(String source) {
        this.source = source;
    }

    /**
     * Export of a model.
     *
     * @param source a model directory, the directory of a run, {@code hf:ORG/NAME[@REVISION]} or {@code
     *     maven:GROUP:ARTIFACT:VERSION}
     */
    public static HuggingFaceExport of(String source) {
        return new HuggingFaceExport(source);
    }

    /** Export of a model in a directory; see {@link #of(String)}. */
    public static HuggingFaceExport of(Path directory) {
        return of(directory.toString());
    }

    /** Writes all floats as fp32 (default: as they are). */
    public HuggingFaceExport float32() {
        type = ElementType.F32;
        return this;
    }

    /** Rounds all floats to fp16 (default: as they are). */
    public HuggingFaceExport float16() {
        type = ElementType.F16;
        return this;
    }

    /** Rounds all floats to bf16 (default: as they are). */
    public HuggingFaceExport bfloat16() {
        type = ElementType.BF16;
        return this;
    }

    /** Sets the greatest number of bytes of the tensors in one file (default: one file for all). */
    public HuggingFaceExport shardSize(long bytes) {
        shardSize = bytes;
        return this;
    }

    /** Sets the user's folders and variables (default: {@link Environment#defaults}). */
    public HuggingFaceExport environment(Environment environment) {
        this.environment = environment;
        return this;
    }

    /** Sets the listener, which receives notes and progress of downloads and conversions. */
    public HuggingFaceExport listener(Listener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * Writes the directory as a whole, with a manifest of checksums.
     *
     * @param out new or empty
     * @return the files of weights
     * @throws InputException if there is no such model or it is damaged, a number is too large for the type, or {@code out} is
     *     not free
     * @throws java.io.UncheckedIOException if writing fails
     */
    public List<Path> write(Path out) {
        SavedModel.Found from = SavedModel.find(source, environment, listener);
        if (DirectoryCommit.hasManifest(from.directory())) {
            DirectoryCommit.verify(from.directory());
        }
        ModelExport.write(from.directory(), out, new ModelExport.Options(from.source(), type, shardSize));
        return SafetensorsDirectory.fileNames(out).stream().map(out::resolve).toList();
    }
}
