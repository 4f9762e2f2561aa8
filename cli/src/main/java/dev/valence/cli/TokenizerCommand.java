package dev.valence.cli;

import dev.valence.internal.tokenize.Encoding;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.train.TokenizerTraining;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence tokenizer}: learns tokenizers and looks at them. */
@Command(
        name = "tokenizer",
        description = "Learn a tokenizer, or see what one does.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB")
final class TokenizerCommand {
    private static final int MAXIMUM_LENGTH = 512;

    private final Terminal terminal;

    TokenizerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "train",
            description = {
                "Learn byte pairs: lower-cased, split into words and punctuation, ## for what continues a word, special"
                        + " tokens [PAD] [CLS] [SEP] [MASK] [UNK].",
                "Writes a tokenizer.json that Hugging Face's libraries read too."
            },
            mixinStandardHelpOptions = true)
    int train(
            @Option(names = "--corpus", required = true, arity = "1..*", paramLabel = "FILE") List<Path> corpus,
            @Option(names = "--out", required = true, paramLabel = "FILE", descriptionKey = "tokenizer.out") Path out,
            @Option(names = "--vocabulary-size", defaultValue = "25000", paramLabel = "N") int vocabularySize,
            @Option(names = "--min-frequency", defaultValue = "2", paramLabel = "N") int minimumFrequency,
            @Option(names = "--limit-alphabet", paramLabel = "N") @Nullable Integer alphabet,
            @Option(names = "--cased") boolean cased) {
        try (Display display = new Display(terminal)) {
            TokenizerTraining training = TokenizerTraining.of(corpus)
                    .vocabularySize(vocabularySize)
                    .minimumFrequency(minimumFrequency)
                    .cased(cased)
                    .listener(display);
            Options.set(alphabet, training::limitAlphabet);
            training.train(out);
        }
        terminal.printPlain("Wrote " + out);
        return 0;
    }

    @Command(name = "encode", description = "Print tokens and ids of texts.", mixinStandardHelpOptions = true)
    int encode(
            @Option(names = "--tokenizer", required = true, paramLabel = "FILE", descriptionKey = "tokenizer.tokenizer")
                    Path file,
            @Parameters(arity = "1..*", paramLabel = "TEXT", descriptionKey = "tokenizer.text") List<String> texts) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, MAXIMUM_LENGTH)) {
            for (String text : texts) {
                Encoding encoding = tokenizer.encode(text);
                StringBuilder tokens = new StringBuilder();
                StringBuilder ids = new StringBuilder();
                for (int id : encoding.ids()) {
                    tokens.append(tokenizer.token(id)).append(' ');
                    ids.append(id).append(' ');
                }
                terminal.printPlain(tokens.toString().stripTrailing());
                terminal.printPlain(ids.toString().stripTrailing());
            }
        }
        return 0;
    }
}
