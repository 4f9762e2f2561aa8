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
            @Option(
                            names = "--corpus",
                            required = true,
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "text files, one text a line, or folders of .txt files")
                    List<Path> corpus,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "the tokenizer.json to write; must be new")
                    Path out,
            @Option(
                            names = "--vocabulary-size",
                            defaultValue = "25000",
                            paramLabel = "N",
                            description = "tokens to learn at most (default: ${DEFAULT-VALUE})")
                    int vocabularySize,
            @Option(
                            names = "--min-frequency",
                            defaultValue = "2",
                            paramLabel = "N",
                            description = "how often a pair must occur to be joined (default: ${DEFAULT-VALUE})")
                    int minimumFrequency,
            @Option(
                            names = "--limit-alphabet",
                            paramLabel = "N",
                            description = "keep only the N most frequent characters (default: all)")
                    @Nullable
                    Integer alphabet,
            @Option(names = "--cased", description = "do not lower-case") boolean cased) {
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
            @Option(
                            names = "--tokenizer",
                            required = true,
                            paramLabel = "FILE",
                            description = "a tokenizer.json or a directory with one")
                    Path file,
            @Parameters(arity = "1..*", paramLabel = "TEXT", description = "texts to encode") List<String> texts) {
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
