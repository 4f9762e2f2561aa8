package dev.valence.data;

import dev.valence.Example;
import dev.valence.InputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A split divided into two parts. Each class gives the same fraction of its rows, and rows with the same text stay
 * together, so that nothing held out is also learned. Both parts keep the order of the rows.
 *
 * @param rest what is left, under the old name
 * @param held what was taken
 */
record HoldOut(Split rest, Split held) {
    /**
     * Divides a split. Equal arguments give equal parts.
     *
     * @param split a labelled split
     * @param name name of the part held out
     * @param fraction of the rows of each class to hold out, between 0 and 1; a class with two texts or more gives and
     *     keeps at least one
     * @param seed chooses the rows
     * @throws IllegalArgumentException if {@code fraction} is outside
     * @throws InputException if the split is not labelled, or no class has two different texts
     */
    public static HoldOut of(Split split, String name, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("fraction must be between 0 and 1, found " + fraction);
        }
        split.requireLabelled();
        Random random = new Random(seed);
        Set<String> chosen = new HashSet<>();
        for (List<List<Example>> groups : groupsByClass(split).values()) {
            choose(groups, fraction, random, chosen);
        }
        if (chosen.isEmpty()) {
            throw new InputException(
                    split.source() + ": expected two texts of a class to hold one out, found too few: give more rows");
        }
        List<Integer> rest = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            (chosen.contains(split.examples().get(i).text()) ? held : rest).add(i);
        }
        String source = "%s (part held out, fraction %s, seed %d)".formatted(split.source(), fraction, seed);
        return new HoldOut(
                part(split, split.name(), split.source(), rest, split.badRows()),
                part(split, name, source, held, List.of()));
    }

    private static Split part(Split split, String name, String source, List<Integer> indices, List<BadRow> badRows) {
        return new Split(
                name,
                source,
                indices.stream().map(split.examples()::get).toList(),
                badRows,
                split.lines().isEmpty()
                        ? List.of()
                        : indices.stream().map(split.lines()::get).toList(),
                List.of());
    }

    /** Rows with the same text, by the class of the first of them. */
    private static Map<Integer, List<List<Example>>> groupsByClass(Split split) {
        Map<String, List<Example>> byText = new LinkedHashMap<>();
        for (Example example : split.examples()) {
            byText.computeIfAbsent(example.text(), text -> new ArrayList<>()).add(example);
        }
        Map<Integer, List<List<Example>>> byClass = new TreeMap<>();
        for (List<Example> group : byText.values()) {
            byClass.computeIfAbsent(group.get(0).label(), label -> new ArrayList<>())
                    .add(group);
        }
        return byClass;
    }

    private static void choose(List<List<Example>> groups, double fraction, Random random, Collection<String> chosen) {
        int rows = groups.stream().mapToInt(List::size).sum();
        long wanted = Math.max(1, Math.round(rows * fraction));
        Collections.shuffle(groups, random);
        int taken = 0;
        for (List<Example> group : groups.subList(0, groups.size() - 1)) {
            if (taken >= wanted) {
                return;
            }
            taken += group.size();
            chosen.add(group.get(0).text());
        }
    }
}
