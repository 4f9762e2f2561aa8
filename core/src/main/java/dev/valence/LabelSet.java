package dev.valence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of a task in a fixed order; a class is known elsewhere by its index here. Immutable. */
public final class LabelSet {
    private static final int MOST_LISTED = 8;

    private final List<String> names;
    private final Map<String, Integer> indices = new HashMap<>();

    /**
     * @param names at least one name, none twice
     * @throws IllegalArgumentException if {@code names} is empty or a name stands twice
     */
    public LabelSet(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a label set needs at least one name, found none");
        }
        this.names = List.copyOf(names);
        for (String name : names) {
            if (indices.put(name, indices.size()) != null) {
                throw new IllegalArgumentException("label names must differ, found '" + name + "' twice");
            }
        }
    }

    /** The label set of these names; see {@link #LabelSet(List)}. */
    public static LabelSet of(String... names) {
        return new LabelSet(List.of(names));
    }

    /** Number of classes C. */
    public int size() {
        return names.size();
    }

    /** Names by index. */
    public List<String> names() {
        return names;
    }

    /**
     * @param index class index in [0, C)
     * @throws IndexOutOfBoundsException if it is outside
     */
    public String name(int index) {
        return names.get(index);
    }

    /** Index of the class of that name, or {@link Example#UNLABELLED} where there is none. */
    public int index(String name) {
        return indices.getOrDefault(name, Example.UNLABELLED);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSet that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** Names joined for a message of one line, the first eight and how many there are where they are more. */
    public static String list(List<String> names) {
        return names.size() <= MOST_LISTED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_LISTED)) + ", … (" + names.size() + " labels)";
    }

    /** The names in brackets, as {@link #list} gives them. */
    @Override
    public String toString() {
        return "[" + list(names) + "]";
    }
}
