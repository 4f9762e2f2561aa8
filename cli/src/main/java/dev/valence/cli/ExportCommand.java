package dev.valence.cli;

import dev.valence.checkpoint.haiku.HaikuShape;
import dev.valence.classify.HaikuModels;
import dev.valence.onnx.OnnxExport;
import java.nio.file.Path;
import java.util.Locale;
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
            name = "haiku",
            description = {
                "Write the parameters of a model without positions as the tutorial's code in JAX and Haiku names them.",
                "The file is a pickled dict of dicts of NumPy arrays: pickle.load reads it without JAX."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int haiku(
            @Option(
                            names = "--model",
                            required = true,
                            paramLabel = "DIR",
                            description = "a model directory, or the directory of a run")
                    Path model,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "the pickle to write")
                    Path out) {
        HaikuShape shape = HaikuModels.toPickle(SavedModel.directory(model), out);
        terminal.printPlain("Wrote " + out + ": " + ImportCommand.describe(shape));
        return 0;
    }

    @Command(
            name = "onnx",
            description = {
                "Write a classifier or masked language model as an ONNX graph, for ONNX Runtime and what runs it.",
                "ONNX Runtime is run on sample texts; where a logit differs by more than 1e-4, no file is left."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int onnx(
            @Option(
                            names = "--model",
                            required = true,
                            paramLabel = "DIR",
                            description = "a model directory, or the directory of a run")
                    Path model,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "the graph to write") Path out,
            @Option(names = "--dynamic-batch", description = "take any number of texts at once, not one (default: one)")
                    boolean dynamicBatch) {
        OnnxExport.Exported exported = OnnxExport.export(SavedModel.directory(model), out, dynamicBatch);
        terminal.printPlain(String.format(
                Locale.ROOT,
                "Wrote %s: %,d bytes, inputs %s of %s; ONNX Runtime's logits of %d texts are the model's within %.1e",
                out,
                exported.bytes(),
                String.join(", ", exported.inputs()),
                dynamicBatch ? "any number of texts" : "one text",
                exported.texts(),
                exported.difference()));
        return 0;
    }
}
