package dev.valence.examples;

import dev.valence.formats.HuggingFaceExport;
import java.nio.file.Path;
import java.util.List;

/** Exports a model as a Hugging Face directory in half precision. */
public final class ExportHuggingFace {
    private ExportHuggingFace() {}

    public static void main(String[] arguments) {
        System.out.println(export("runs/film", Path.of("film-huggingface")));
    }

    static List<Path> export(String model, Path out) {
        return HuggingFaceExport.of(model).float16().shardSize(500_000_000).write(out);
    }
}
