package dev.valence.internal.train;

import dev.valence.Example;
import dev.valence.data.Split;
import dev.valence.internal.Progress;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;

/**
 * Tokenized texts with their labels.
 *
 * @param tokens N texts
 * @param labels their class indices, [N]; {@link Example#UNLABELLED} for texts that only a teacher knows
 */
public record LabelledTokens(TokenBatch tokens, int[] labels) {
    /**
     * Checks that there is a label for each text.
     *
     * @throws IllegalArgumentException if not
     */
    public LabelledTokens {
        if (labels.length != tokens.texts()) {
            throw new IllegalArgumentException(
                    "every text needs a label, found " + tokens.texts() + " texts and " + labels.length + " labels");
        }
    }

    /**
     * Tokenizes a split.
     *
     * @param threads at least 1
     * @throws dev.valence.InputException if an example has no label
     */
    public static LabelledTokens of(Tokenizer tokenizer, Split split, int threads) {
        TokenBatch tokens = Tokenization.of(tokenizer, split.texts(), threads, Progress.NONE)
                .batch();
        return of(tokens, split);
    }

    /** The tokens of a split with its labels. */
    public static LabelledTokens of(TokenBatch tokens, Split split) {
        int[] labels = split.requireLabelled().examples().stream()
                .mapToInt(Example::label)
                .toArray();
        return new LabelledTokens(tokens, labels);
    }

    /** Number of examples N. */
    public int size() {
        return labels.length;
    }

    /** SHA-256 of lengths, ids and labels, 64 hexadecimal digits: the identity of a training set. */
    public String contentHash() {
        return new Sha256().add(tokens.offsets()).add(tokens.ids()).add(labels).hex();
    }

    /** The labels of these examples. */
    int[] labels(int... examples) {
        int[] selected = new int[examples.length];
        for (int i = 0; i < examples.length; i++) {
            selected[i] = labels[examples[i]];
        }
        return selected;
    }
}
