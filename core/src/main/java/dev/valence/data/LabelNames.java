package dev.valence.data;

import dev.valence.Example;
import dev.valence.LabelSet;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How the names of classes in files become a {@link LabelSet}, and are found in one. */
final class LabelNames {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,100}");

    private LabelNames() {}

    /** The label set of these names: integers in numeric order, otherwise all by their characters. */
    static LabelSet order(Set<String> names) {
        Comparator<String> order = names.stream().allMatch(LabelNames::isInteger)
                ? Comparator.comparing((String name) -> new BigInteger(name)).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return new LabelSet(names.stream().sorted(order).toList());
    }

    /**
     * Finds a class that a file names.
     *
     * @param byIndex whether an integer may stand for the class with that index; never where names are integers
     *     themselves
     * @return its index, {@link Example#UNLABELLED} where there is none
     */
    static int index(LabelSet labels, String name, boolean byIndex) {
        int named = labels.index(name);
        if (named >= 0
                || !byIndex
                || !isInteger(name)
                || labels.names().stream().anyMatch(LabelNames::isInteger)) {
            return named;
        }
        BigInteger index = new BigInteger(name);
        boolean known = index.signum() >= 0 && index.compareTo(BigInteger.valueOf(labels.size())) < 0;
        return known ? index.intValueExact() : Example.UNLABELLED;
    }

    /** The names in a message, not all where they are many. */
    static String list(LabelSet labels) {
        List<String> names = labels.names();
        return names.size() <= 8
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 8)) + ", … (" + names.size() + " labels)";
    }

    private static boolean isInteger(String name) {
        return INTEGER.matcher(name).matches();
    }
}
