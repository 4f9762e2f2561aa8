package dev.valence.data;

import dev.valence.Example;
import dev.valence.internal.NormalizedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sentences of a split that also stand in train, once case, punctuation and spacing are ignored.
 *
 * @param split name of the split
 * @param matches one for each row of the split that stands in train, in order
 */
public record Overlap(String split, List<Match> matches) {
    /** Copies the list. */
    public Overlap {
        matches = List.copyOf(matches);
    }

    /** Number of rows that stand in train character by character. */
    public int exactRows() {
        return (int) matches.stream().filter(Match::exact).count();
    }

    /**
     * A row of the split and what it is like.
     *
     * @param text text of the row
     * @param trainText the same text where train has it, otherwise the first of train that is like it
     */
    public record Match(String text, String trainText) {
        /** Whether the two are the same character by character. */
        public boolean exact() {
            return text.equals(trainText);
        }
    }

    /** Finds the rows of a split that stand in train. */
    static Overlap of(Split split, Split train) {
        Set<String> texts = new HashSet<>();
        Map<String, String> byNormalizedText = new HashMap<>();
        for (Example example : train.examples()) {
            texts.add(example.text());
            byNormalizedText.putIfAbsent(NormalizedText.of(example.text()), example.text());
        }
        List<Match> matches = new ArrayList<>();
        for (Example example : split.examples()) {
            String like = byNormalizedText.get(NormalizedText.of(example.text()));
            if (like != null) {
                matches.add(new Match(example.text(), texts.contains(example.text()) ? example.text() : like));
            }
        }
        return new Overlap(split.name(), matches);
    }
}
