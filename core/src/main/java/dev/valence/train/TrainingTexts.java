package dev.valence.train;

import dev.valence.Example;
import dev.valence.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run learns from: one text after another, with their places in the files.
 *
 * @param labelled the texts whose classes are known
 * @param unlabelled further texts, of which only a teacher knows something; often none
 */
record TrainingTexts(Split labelled, List<Split> unlabelled) {
    private Stream<Split> splits() {
        return Stream.concat(Stream.of(labelled), unlabelled.stream());
    }

    List<String> texts() {
        return splits().flatMap(split -> split.texts().stream()).toList();
    }

    /** Class indices, {@link Example#UNLABELLED} where there is none. */
    int[] labels() {
        return splits().flatMap(split -> split.examples().stream())
                .mapToInt(Example::label)
                .toArray();
    }

    /** Where texts are found: {@code train.tsv, lines 3, 17; more.txt, lines 5}. */
    String places(List<Integer> texts) {
        List<String> places = new ArrayList<>();
        int first = 0;
        for (Split split : splits().toList()) {
            int start = first;
            int end = start + split.size();
            List<Integer> own = texts.stream()
                    .filter(text -> text >= start && text < end)
                    .map(text -> text - start)
                    .toList();
            if (!own.isEmpty()) {
                places.add(split.places(own));
            }
            first = end;
        }
        return String.join("; ", places);
    }
}
