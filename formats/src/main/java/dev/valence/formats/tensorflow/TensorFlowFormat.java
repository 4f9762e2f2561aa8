package dev.valence.formats.tensorflow;

import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.weights.ForeignFormat;
import java.nio.file.Path;
import java.util.List;

/** BERT encoders as TensorFlow checkpoints: an index, and the data it points into. Thread-safe. */
public final class TensorFlowFormat implements ForeignFormat {
    @Override
    public String name() {
        return "TensorFlow checkpoint";
    }

    @Override
    public List<Path> models(List<Path> files) {
        return files.stream().filter(file -> isIndex(file, files)).toList();
    }

    private static boolean isIndex(Path file, List<Path> files) {
        String name = file.getFileName().toString();
        String data = name.replaceFirst("\\.index$", ".data-00000-of-");
        return !data.equals(name)
                && files.stream()
                        .anyMatch(other -> other.startsWith(file.getParent())
                                && other.getFileName().toString().startsWith(data));
    }

    @Override
    public ImportedModel read(Path model) {
        return TensorFlowBertImporter.read(model);
    }
}
