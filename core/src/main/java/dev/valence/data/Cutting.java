package dev.valence.data;

import dev.valence.InputException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a document becomes texts that an encoder can take. */
public enum Cutting {
    /** Each sentence is a text of its own, as the Unicode rules for sentence boundaries (UAX 29) find them. */
    SENTENCES,
    /** The document is one run of tokens, cut wherever the encoder's length is full. */
    WINDOWS;

    /** Its name in files and options. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static Cutting of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException("a way to cut is one of sentences, windows; found '" + id + "'"));
    }

    /** The pieces of a document that are tokenized by themselves. */
    List<String> pieces(String document) {
        if (this == WINDOWS) {
            return List.of(document);
        }
        BreakIterator boundaries = BreakIterator.getSentenceInstance(Locale.ROOT);
        boundaries.setText(document);
        List<String> sentences = new ArrayList<>();
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
            String sentence = document.substring(start, end).strip();
            if (!sentence.isEmpty()) {
                sentences.add(sentence);
            }
            start = end;
        }
        return sentences;
    }
}
