package dev.valence.cli;

import dev.valence.train.Cutting;
import dev.valence.train.MaskReplacement;
import dev.valence.train.Pretraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the corpus of a pre-training, and of masking. */
final class CorpusOptions {

    @Option(names = "--corpus", required = true, arity = "1..*", paramLabel = "FILE", descriptionKey = "corpus.corpus")
    private List<Path> corpus = new ArrayList<>();

    @Option(names = "--validation", paramLabel = "FILE")
    private @Nullable Path validation;

    @Option(names = "--validation-share", paramLabel = "SHARE")
    private double validationShare = 0.2;

    @Option(names = "--cut", paramLabel = "KIND")
    private @Nullable String cut;

    @Option(names = "--mask-rate", paramLabel = "RATE")
    private @Nullable Double maskRate;

    @Option(names = "--masking", paramLabel = "KIND")
    private String masking = "mask";

    @Option(names = "--whole-words")
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
