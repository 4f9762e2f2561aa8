package dev.valence.train;

import dev.valence.internal.Ids;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a document becomes texts that an encoder can take. */
public enum Cutting {
    /** Each sentence is a text of its own, as {@link BreakIterator} finds them by the rules of no language. */
    SENTENCES,
    /** The document is one run of tokens, cut wherever the encoder's length is full. */
    WINDOWS;

    /** Tokenizers need about a hundred bytes for each character of a text. */
    static final int LONGEST = 1 << 16;

    /** Its name in files and options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws dev.valence.InputException if there is none
     */
    public static Cutting of(String id) {
        return Ids.find(values(), id, "a way to cut is one of sentences, windows;");
    }

    /**
     * The pieces of a document that are tokenized by themselves. Those of more than {@value #LONGEST} characters are cut
     * between words.
     */
    public List<String> pieces(String document) {
        List<String> pieces = new ArrayList<>();
        if (this == WINDOWS) {
            addParts(document, pieces);
            return pieces;
        }
        BreakIterator boundaries = BreakIterator.getSentenceInstance(Locale.ROOT);
        boundaries.setText(document);
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
            String sentence = document.substring(start, end).strip();
            if (!sentence.isEmpty()) {
                addParts(sentence, pieces);
            }
            start = end;
        }
        return pieces;
    }

    private static void addParts(String piece, List<String> parts) {
        int start = 0;
        while (piece.length() - start > LONGEST) {
            int end = start + LONGEST;
            while (end > start && !Character.isWhitespace(piece.charAt(end))) {
                end--;
            }
            if (end == start) {
                end = piece.offsetByCodePoints(start, LONGEST / 2); // not a space: cut anywhere but in a character
            }
            parts.add(piece.substring(start, end));
            start = end;
        }
        parts.add(piece.substring(start));
    }
}
