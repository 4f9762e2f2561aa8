package dev.valence.cli;

import dev.valence.train.Cutting;
import dev.valence.train.MaskReplacement;
import dev.valence.train.Pretraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Raw text, how it is cut into windows, and what is hidden in them. */
final class CorpusOptions {

    @Option(
            names = "--corpus",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "text files, one document a line, or folders of .txt files")
    private List<Path> corpus = new ArrayList<>();

    @Option(
            names = "--validation",
            paramLabel = "FILE",
            description = "text that chooses the best model (default: a share of the documents)")
    private @Nullable Path validation;

    @Option(
            names = "--validation-share",
            paramLabel = "SHARE",
            description = "documents that are held out where no --validation is given (default: ${DEFAULT-VALUE})")
    private double validationShare = 0.2;

    @Option(
            names = "--cut",
            paramLabel = "KIND",
            description =
                    "sentences (each by itself), or windows of --max-length tokens (default: sentences; with --preset"
                            + " tutorial: windows)")
    private @Nullable String cut;

    @Option(
            names = "--mask-rate",
            paramLabel = "RATE",
            description = "share of the tokens that are hidden (default: 0.2; with --preset tutorial: 0.15)")
    private @Nullable Double maskRate;

    @Option(
            names = "--masking",
            paramLabel = "KIND",
            description =
                    "mask: always [MASK], as in the tutorial; bert: 80 %% [MASK], 10 %% a random token, 10 %% the token"
                            + " itself (default: ${DEFAULT-VALUE})")
    private String masking = "mask";

    @Option(names = "--whole-words", description = "hide all tokens of a word together")
    private boolean wholeWords;

    /** A recipe with what was asked for. */
    Pretraining recipe() {
        Pretraining recipe = Pretraining.of(corpus)
                .validationShare(validationShare)
                .masking(MaskReplacement.of(masking))
                .wholeWords(wholeWords);
        Options.set(validation, recipe::validation);
        Options.set(cut, kind -> recipe.cut(Cutting.of(kind)));
        Options.set(maskRate, recipe::maskRate);
        return recipe;
    }
}
