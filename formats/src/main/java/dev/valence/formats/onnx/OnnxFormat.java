package dev.valence.formats.onnx;

import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.weights.ForeignFormat;
import java.nio.file.Path;
import java.util.List;

/** BERT encoders as ONNX graphs. Thread-safe. */
public final class OnnxFormat implements ForeignFormat {
    @Override
    public String name() {
        return "ONNX graph";
    }

    @Override
    public List<Path> models(List<Path> files) {
        return files.stream()
                .filter(file -> file.getFileName().toString().endsWith(".onnx"))
                .toList();
    }

    @Override
    public ImportedModel read(Path model) {
        return OnnxBertImporter.read(model);
    }
}
