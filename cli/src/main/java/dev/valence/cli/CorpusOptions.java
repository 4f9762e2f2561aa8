package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.corpus.TokenCorpus;
import dev.valence.internal.corpus.WindowCutter;
import dev.valence.internal.corpus.Windows;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.rows.TextFiles;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.Masking;
import dev.valence.train.Cutting;
import dev.valence.train.MaskReplacement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Raw text, how it is cut into windows, and what is hidden in them. */
final class CorpusOptions {
    private static final double MASK_RATE = 0.2;
    private static final double TUTORIAL_MASK_RATE = 0.15;
    private static final long SPLIT_SEED = 1;
    private static final int ANY_LENGTH = 1 << 24;

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

    /** Finds wrong options before they have cost time. */
    void check(boolean tutorial) {
        settings(tutorial);
        cutting(tutorial);
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new InputException("--validation-share must be in (0, 1), found " + validationShare);
        }
        files();
    }

    List<Path> files() {
        return TextFiles.of(corpus);
    }

    private Cutting cutting(boolean tutorial) {
        if (cut == null) {
            return tutorial ? Cutting.WINDOWS : Cutting.SENTENCES;
        }
        return Cutting.of(cut);
    }

    private Masking.Settings settings(boolean tutorial) {
        double usual = tutorial ? TUTORIAL_MASK_RATE : MASK_RATE;
        return new Masking.Settings(maskRate == null ? usual : maskRate, MaskReplacement.of(masking), wholeWords);
    }

    Masking masking(Tokenizer tokenizer, long seed, boolean tutorial) {
        return new Masking(settings(tutorial), tokenizer, seed);
    }

    /** Training and validation windows. */
    record Parts(Windows train, Windows validation) {}

    /** Cuts and tokenizes the corpus, or finds that done. */
    Parts open(Terminal terminal, Path tokenizerFile, EncoderConfig encoder, int threads, boolean tutorial) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(tokenizerFile, ANY_LENGTH)) {
            WindowCutter cutter = new WindowCutter(tokenizer, cutting(tutorial), encoder.maximumLength());
            TokenCorpus text = tokenized(terminal, files(), cutter, threads);
            Parts parts = parts(terminal, text, cutter, threads);
            if (parts.train().size() == 0 || parts.validation().size() == 0) {
                throw new InputException(corpus.get(0) + ": required documents for training and for validation, found "
                        + text.documents() + " in all; give more text, or --validation FILE");
            }
            return parts;
        }
    }

    private Parts parts(Terminal terminal, TokenCorpus text, WindowCutter cutter, int threads) {
        if (validation == null) {
            return new Parts(
                    new Windows(text, text.part(validationShare, SPLIT_SEED, false)),
                    new Windows(text, text.part(validationShare, SPLIT_SEED, true)));
        }
        TokenCorpus other = tokenized(terminal, TextFiles.of(List.of(validation)), cutter, threads);
        return new Parts(new Windows(text, text.all()), new Windows(other, other.all()));
    }

    private static TokenCorpus tokenized(Terminal terminal, List<Path> files, WindowCutter cutter, int threads) {
        try (ProgressLine line = new ProgressLine(terminal, "Tokenizing", 1)) {
            return TokenCorpus.open(
                    Caches.folder(terminal, "corpora"),
                    files,
                    cutter,
                    threads,
                    (done, total) -> line.update(done, total, "kilobytes"));
        }
    }

    /** What determines the windows and the masks, for the provenance. */
    Map<String, Object> toMap(boolean tutorial) {
        Masking.Settings settings = settings(tutorial);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cut", cutting(tutorial).id());
        map.put("validation_share", validation == null ? validationShare : 0);
        map.put("mask_rate", settings.rate());
        map.put("masking", settings.replacement().id());
        map.put("whole_words", settings.wholeWords());
        return map;
    }
}
