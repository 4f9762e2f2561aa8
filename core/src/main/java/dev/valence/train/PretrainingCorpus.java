package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.corpus.TokenCorpus;
import dev.valence.internal.corpus.WindowCutter;
import dev.valence.internal.corpus.Windows;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.rows.TextFiles;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.Masking;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Raw text, how it is cut into windows, and what is hidden in them. */
final class PretrainingCorpus {
    private static final double MASK_RATE = 0.2;
    private static final double TUTORIAL_MASK_RATE = 0.15;
    private static final long SPLIT_SEED = 1;
    private static final int ANY_LENGTH = 1 << 24;

    private final List<Path> texts;

    @Nullable
    Path validation;

    double validationShare = 0.2;

    @Nullable
    Cutting cut;

    @Nullable
    Double maskRate;

    MaskReplacement masking = MaskReplacement.MASK;
    boolean wholeWords;

    PretrainingCorpus(List<Path> texts) {
        this.texts = List.copyOf(texts);
    }

    /**
     * Training and validation windows.
     *
     * @param train to learn from
     * @param validation to choose the best model by
     */
    record Parts(Windows train, Windows validation) {}

    /** Finds wrong options before they have cost time. */
    void check(boolean tutorial) {
        settings(tutorial);
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new InputException("--validation-share must be in (0, 1), found " + validationShare);
        }
        files();
    }

    List<Path> files() {
        return TextFiles.of(texts);
    }

    private Cutting cutting(boolean tutorial) {
        Cutting usual = tutorial ? Cutting.WINDOWS : Cutting.SENTENCES;
        return cut == null ? usual : cut;
    }

    private Masking.Settings settings(boolean tutorial) {
        double usual = tutorial ? TUTORIAL_MASK_RATE : MASK_RATE;
        return new Masking.Settings(maskRate == null ? usual : maskRate, masking, wholeWords);
    }

    Masking masking(Tokenizer tokenizer, long seed, boolean tutorial) {
        return new Masking(settings(tutorial), tokenizer, seed);
    }

    /** Cuts and tokenizes the corpus, or finds that done. */
    Parts open(Recipe<?> recipe, Path tokenizerFile, EncoderConfig encoder, boolean tutorial) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(tokenizerFile, ANY_LENGTH)) {
            WindowCutter cutter = new WindowCutter(tokenizer, cutting(tutorial), encoder.maximumLength());
            TokenCorpus text = tokenized(recipe, files(), cutter);
            Parts parts = parts(recipe, text, cutter);
            if (parts.train().size() == 0 || parts.validation().size() == 0) {
                throw new InputException(texts.get(0) + ": required documents for training and for validation, found "
                        + text.documents() + " in all; give more text, or --validation FILE");
            }
            return parts;
        }
    }

    private Parts parts(Recipe<?> recipe, TokenCorpus text, WindowCutter cutter) {
        if (validation == null) {
            return new Parts(
                    new Windows(text, text.part(validationShare, SPLIT_SEED, false)),
                    new Windows(text, text.part(validationShare, SPLIT_SEED, true)));
        }
        TokenCorpus other = tokenized(recipe, TextFiles.of(List.of(validation)), cutter);
        return new Parts(new Windows(text, text.all()), new Windows(other, other.all()));
    }

    private static TokenCorpus tokenized(Recipe<?> recipe, List<Path> files, WindowCutter cutter) {
        return TokenCorpus.open(
                recipe.environment.cache().resolve("corpora"),
                files,
                cutter,
                recipe.engine.threads(),
                (done, total) -> recipe.listener.progress("Tokenizing", "kilobytes", done, total));
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
