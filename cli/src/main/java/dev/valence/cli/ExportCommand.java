package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.formats.HuggingFaceExport;
import dev.valence.formats.haiku.HaikuModels;
import dev.valence.formats.haiku.HaikuShape;
import dev.valence.internal.transformer.SavedModel;
import dev.valence.onnx.OnnxExport;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code valence export}: models for other programs. */
@Command(
        name = "export",
        description = "Write a model for another program.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB")
final class ExportCommand {
    private final Terminal terminal;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "huggingface",
            description = {
                "Write a model as a Hugging Face directory: config.json, model.safetensors, tokenizer.json.",
                "Python's transformers loads those of the families bert, distilbert and roberta; Valence reads them all."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int huggingFace(
            @Option(names = "--model", required = true, paramLabel = "SOURCE") String model,
            @Option(names = "--out", required = true, paramLabel = "DIR") Path out,
            @Option(names = "--type", paramLabel = "TYPE") @Nullable String type,
            @Option(names = "--shard-size", paramLabel = "SIZE") @Nullable String shardSize) {
        HuggingFaceExport export = HuggingFaceExport.of(model).environment(terminal.user());
        if (shardSize != null) {
            export.shardSize(ByteSize.parse("--shard-size", shardSize));
        }
        if (type != null) {
            round(export, type);
        }
        int files;
        try (Display display = new Display(terminal)) {
            files = export.listener(display).write(out).size();
        }
        terminal.printPlain("Wrote " + out + ": " + (files == 1 ? "1 file" : files + " files") + " of weights");
        return 0;
    }

    private static void round(HuggingFaceExport export, String type) {
        switch (type.toLowerCase(Locale.ROOT)) {
            case "f32" -> export.float32();
            case "f16" -> export.float16();
            case "bf16" -> export.bfloat16();
            default -> throw new InputException("--type must be f32, f16 or bf16, found '" + type + "'");
        }
    }

    @Command(
            name = "haiku",
            description = {
                "Write the parameters of a model without positions as the tutorial's code in JAX and Haiku names them.",
                "The file is a pickled dict of dicts of NumPy arrays: pickle.load reads it without JAX."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int haiku(
            @Option(names = "--model", required = true, paramLabel = "DIR", descriptionKey = "export.model") Path model,
            @Option(names = "--out", required = true, paramLabel = "FILE", descriptionKey = "export.out") Path out) {
        HaikuShape shape = HaikuModels.toPickle(SavedModel.directory(model), out);
        terminal.printPlain("Wrote " + out + ": " + ImportCommand.describe(shape));
        return 0;
    }

    @Command(
            name = "onnx",
            description = {
                "Write a classifier or masked language model as a directory with an ONNX graph, which DJL and Optimum open.",
                "ONNX Runtime is run on sample texts; where a logit differs by more than 1e-4, no directory is left."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int onnx(
            @Option(names = "--model", required = true, paramLabel = "DIR", descriptionKey = "export.model") Path model,
            @Option(names = "--out", required = true, paramLabel = "DIR") Path out,
            @Option(names = "--dynamic-batch", negatable = true, defaultValue = "true", fallbackValue = "true")
                    boolean dynamicBatch) {
        OnnxExport.Exported exported = OnnxExport.export(model, out, dynamicBatch);
        terminal.printPlain(String.format(
                Locale.ROOT,
                "Wrote %s: a graph of %,d bytes, inputs %s of %s; ONNX Runtime's logits of %d texts are the model's within %.1e",
                out,
                exported.bytes(),
                String.join(", ", exported.inputs()),
                dynamicBatch ? "any number of texts" : "one text",
                exported.texts(),
                exported.difference()));
        return 0;
    }
}
