package dev.valence.cli;

import dev.valence.formats.haiku.HaikuCheckpoint;
import dev.valence.formats.haiku.HaikuHead;
import dev.valence.formats.haiku.HaikuModels;
import dev.valence.formats.haiku.HaikuShape;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code valence import}: models that other programs made. */
@Command(
        name = "import",
        description = "Take over a model that another program made.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB")
final class ImportCommand {
    private final Terminal terminal;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "haiku",
            description = {
                "Make a model directory of what the tutorial's code in JAX and Haiku pickled: a training state, or its"
                        + " parameters. Opening a pickle runs nothing that is in it.",
                "Layers, widths, vocabulary and kind of head are read off the shapes; there are no positions, as that"
                        + " code trains none."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int haiku(
            @Option(names = "--state", required = true, paramLabel = "FILE") Path state,
            @Option(names = "--tokenizer", required = true, paramLabel = "FILE") Path tokenizer,
            @Option(names = "--out", required = true, paramLabel = "DIR", descriptionKey = "import.out") Path out,
            @Option(names = "--heads", defaultValue = "8", paramLabel = "N") int heads,
            @Option(names = "--max-length", defaultValue = "128", paramLabel = "N") int maximumLength,
            @Option(names = "--labels", split = ",", paramLabel = "NAME") @Nullable List<String> labels) {
        HaikuModels.Options options =
                new HaikuModels.Options(heads, maximumLength, labels == null ? List.of() : labels);
        Path file = Files.isDirectory(tokenizer) ? tokenizer.resolve(HuggingFaceTokenizer.FILE_NAME) : tokenizer;
        HaikuCheckpoint checkpoint = HaikuModels.toDirectory(state, file, options, out);
        terminal.printPlain("Wrote " + out + ": " + describe(checkpoint.shape()) + ", " + heads + " heads"
                + (checkpoint.place().isEmpty() ? "" : "; from " + checkpoint.place()));
        return 0;
    }

    /** A model in words. */
    static String describe(HaikuShape shape) {
        String head = shape.head() == HaikuHead.CLASSIFIER
                ? "a classifier of " + shape.classes() + " classes"
                : "a masked language model";
        return head + ", vocabulary " + shape.vocabularySize() + ", " + shape.layers() + " layers, width "
                + shape.width() + ", feed-forward " + shape.feedForwardWidth();
    }
}
