package dev.valence.data;

import dev.valence.Example;
import dev.valence.LabelSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What there is to know about a split before it is used.
 *
 * @param split what was looked at
 * @param labelCounts rows of each class by its index, empty where the split is not labelled
 * @param words lengths of the texts
 * @param duplicateRows rows whose text, character by character, stands in an earlier row
 * @param conflictingTexts texts that stand in several rows with different labels
 */
public record SplitAudit(
        Split split,
        List<Integer> labelCounts,
        LengthHistogram words,
        int duplicateRows,
        List<String> conflictingTexts) {
    /** Copies the lists. */
    public SplitAudit {
        labelCounts = List.copyOf(labelCounts);
        conflictingTexts = List.copyOf(conflictingTexts);
    }

    /** Looks at a split. */
    static SplitAudit of(Split split, LabelSet labels) {
        Map<String, Integer> labelOf = new HashMap<>();
        Set<String> conflicting = new LinkedHashSet<>();
        int duplicateRows = 0;
        for (Example example : split.examples()) {
            Integer earlier = labelOf.putIfAbsent(example.text(), example.label());
            if (earlier != null) {
                duplicateRows++;
                if (earlier != example.label()) {
                    conflicting.add(example.text());
                }
            }
        }
        LengthHistogram words = LengthHistogram.of(split.texts());
        return new SplitAudit(split, countLabels(split, labels), words, duplicateRows, List.copyOf(conflicting));
    }

    private static List<Integer> countLabels(Split split, LabelSet labels) {
        if (!split.labelled()) {
            return List.of();
        }
        int[] counts = new int[labels.size()];
        split.examples().forEach(example -> counts[example.label()]++);
        return Arrays.stream(counts).boxed().toList();
    }
}
