package dev.valence.examples;

import dev.valence.onnx.OnnxExport;
import java.nio.file.Path;

/** Exports a classifier as an ONNX graph, which ONNX Runtime must compute alike. Needs the module valence-onnx. */
public final class ExportOnnx {
    private ExportOnnx() {}

    public static void main(String[] arguments) {
        System.out.println(export(Path.of("runs/film"), Path.of("film-onnx")));
    }

    static String export(Path model, Path out) {
        OnnxExport.Exported exported = OnnxExport.export(model, out);
        return "inputs " + exported.inputs() + ", logits within " + exported.difference();
    }
}
