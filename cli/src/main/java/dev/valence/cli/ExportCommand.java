package dev.valence.cli;

import dev.valence.checkpoint.haiku.HaikuShape;
import dev.valence.classify.HaikuModels;
import java.nio.file.Path;
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
}
