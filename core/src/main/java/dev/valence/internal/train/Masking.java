package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.model.Targets;
import dev.valence.internal.tokenize.SpecialToken;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.train.MaskReplacement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Masks of a masked language model, others at every step: they are a function of (seed, step, position), so nothing is
 * stored and results do not depend on the order of threads. Special tokens are never masked. Thread-safe.
 */
public final class Masking {

    /**
     * Share of masked tokens, and their replacement.
     *
     * @param rate share of tokens, or of words, in (0, 1)
     * @param replacement what stands in their place
     * @param wholeWords whether all tokens of a word are hidden together
     */
    public record Settings(double rate, MaskReplacement replacement, boolean wholeWords) {
        /**
         * Checks the rate.
         *
         * @throws InputException if it is not in (0, 1)
         */
        public Settings {
            if (!(rate > 0 && rate < 1)) {
                throw new InputException("the masking rate must be in (0, 1), found " + rate);
            }
        }
    }

    private static final long TRAINING = 0x4D41534BL << 32; // streams of random numbers, one for each step
    private static final long VALIDATION = 0x56414C44L << 32;
    /** Spellings of what continues a word, and of what begins one in vocabularies that mark beginnings instead. */
    private static final String CONTINUES = "##";

    private static final List<String> BEGINS = List.of("\u0120", "\u2581"); // byte-level BPE, SentencePiece
    private static final double MASKED = 0.8;
    private static final double REPLACED = 0.9;
    private static final int DRAWS = 3; // random numbers of one token

    private final Settings settings;
    private final long seed;
    private final int mask;
    private final boolean[] special; // [V]
    private final boolean[] continues; // [V], whether a token belongs to the word of the one before it
    private final int[] ordinary; // ids that may replace others

    /**
     * @param settings how much is hidden, and how
     * @param tokenizer whose ids they are
     * @param seed of the run
     * @throws InputException if the vocabulary has no mask token, or none but special tokens
     */
    public Masking(Settings settings, Tokenizer tokenizer, long seed) {
        this.settings = settings;
        this.seed = seed;
        this.mask = tokenizer
                .id(SpecialToken.MASK)
                .orElseThrow(() ->
                        new InputException("required a tokenizer with a mask token, " + SpecialToken.MASK.spellings()
                                + ", found none; use another tokenizer, such as 'valence tokenizer train' makes"));
        special = SpecialToken.ids(tokenizer);
        continues = new boolean[special.length];
        ordinary = IntStream.range(0, special.length)
                .filter(id -> !special[id] && tokenizer.contains(id))
                .toArray();
        if (ordinary.length == 0) {
            throw new InputException("required a tokenizer with more than special tokens, found none; use another"
                    + " tokenizer, such as 'valence tokenizer train' makes");
        }
        boolean marksBeginnings = marksBeginnings(tokenizer);
        for (int id : ordinary) {
            String token = tokenizer.token(id);
            continues[id] = marksBeginnings ? !begins(token) : token.startsWith(CONTINUES);
        }
    }

    /** Decides by majority: {@code ##} is a token of byte-level vocabularies too, and {@code Ġ} a letter of others. */
    private boolean marksBeginnings(Tokenizer tokenizer) {
        int balance = 0;
        for (int id : ordinary) {
            String token = tokenizer.token(id);
            balance += (begins(token) ? 1 : 0) - (token.startsWith(CONTINUES) ? 1 : 0);
        }
        return balance > 0;
    }

    private static boolean begins(String token) {
        return BEGINS.stream().anyMatch(token::startsWith);
    }

    /**
     * Masks tokens of a training batch.
     *
     * @param texts B texts; every one with an ordinary token gets at least one hidden
     * @param step optimizer steps taken before
     */
    TrainingBatch batch(TokenBatch texts, long step) {
        return hide(texts, new CounterRandom(seed, TRAINING + step));
    }

    /**
     * Masks tokens of validation texts, the same at every evaluation.
     *
     * @param texts B texts
     * @param number of this batch among those of validation
     */
    TrainingBatch validationBatch(TokenBatch texts, long number) {
        return hide(texts, new CounterRandom(seed, VALIDATION + number));
    }

    private TrainingBatch hide(TokenBatch texts, CounterRandom random) {
        boolean[] hidden = new boolean[texts.tokens()];
        for (int b = 0; b < texts.texts(); b++) {
            choose(texts, b, random, hidden);
        }
        int[] ids = texts.ids().clone();
        int[] rows = new int[ids.length];
        int[] offsets = new int[texts.texts() + 1];
        int count = 0;
        for (int b = 0; b < texts.texts(); b++) {
            for (int t = texts.offsets()[b]; t < texts.offsets()[b + 1]; t++) {
                if (hidden[t]) {
                    rows[count++] = t;
                    ids[t] = replacement(ids[t], t, random);
                }
            }
            offsets[b + 1] = count;
        }
        int[] hiddenRows = Arrays.copyOf(rows, count);
        int[] targets = Arrays.stream(hiddenRows).map(t -> texts.ids()[t]).toArray();
        return new TrainingBatch(
                new TokenBatch(ids, texts.offsets()), hiddenRows, offsets, new Targets.OneClass(targets));
    }

    /** Draws the masked tokens, or words, of a text, at least one. */
    private void choose(TokenBatch texts, int text, CounterRandom random, boolean[] hidden) {
        int start = texts.offsets()[text];
        int end = texts.offsets()[text + 1];
        int units = 0;
        boolean any = false;
        boolean chosen = false;
        for (int t = start; t < end; t++) {
            if (special[texts.ids()[t]]) {
                continue;
            }
            if (beginsUnit(texts, start, t)) {
                units++;
                chosen = random.uniform((long) DRAWS * t) < settings.rate;
            }
            hidden[t] = chosen;
            any |= chosen;
        }
        if (!any && units > 0) {
            hideUnit(texts, text, random.below(units, (long) DRAWS * start + 1), hidden);
        }
    }

    private boolean beginsUnit(TokenBatch texts, int start, int t) {
        return !settings.wholeWords || !continues[texts.ids()[t]] || t == start || special[texts.ids()[t - 1]];
    }

    private void hideUnit(TokenBatch texts, int text, int unit, boolean[] hidden) {
        int start = texts.offsets()[text];
        int current = -1;
        for (int t = start; t < texts.offsets()[text + 1]; t++) {
            if (!special[texts.ids()[t]]) {
                current += beginsUnit(texts, start, t) ? 1 : 0;
                hidden[t] = current == unit;
            }
        }
    }

    private int replacement(int id, int t, CounterRandom random) {
        if (settings.replacement == MaskReplacement.MASK) {
            return mask;
        }
        double kind = random.uniform((long) DRAWS * t + 1);
        if (kind < MASKED) {
            return mask;
        }
        return kind < REPLACED ? ordinary[random.below(ordinary.length, (long) DRAWS * t + 2)] : id;
    }
}
