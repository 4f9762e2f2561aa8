package dev.valence.internal.rows;

import dev.valence.InputException;
import dev.valence.LabelSet;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How the names of classes in files become a {@link LabelSet}, or stand for those of one. */
final class LabelNames {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,100}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]++\\.?[0-9]*+|\\.[0-9]++)([eE][-+]?[0-9]++)?");
    private static final int FEW = 20; // labels that may be classes however odd they look

    private LabelNames() {}

    /** The label set of these names: integers in numeric order, otherwise all by their characters. */
    static LabelSet order(Set<String> names) {
        Comparator<String> order = names.stream().allMatch(LabelNames::isInteger)
                ? Comparator.comparing((String name) -> new BigInteger(name)).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return new LabelSet(names.stream().sorted(order).toList());
    }

    /**
     * The names by which data for a trained model means its classes, in their order: their own, or their indices. Indices are
     * meant where the options say so, where all of them occur as labels and nothing else does, or where the classes have no
     * names but those that Hugging Face numbers them by; never by guess where names are integers themselves.
     *
     * @param found labels of the data
     */
    static LabelSet inData(LabelSet labels, Set<String> found, boolean byIndex) {
        LabelSet indices = numbered("", labels.size());
        boolean certain = labels.names().stream().noneMatch(LabelNames::isInteger)
                && (found.equals(Set.copyOf(indices.names()))
                        || (labels.equals(numbered("LABEL_", labels.size()))
                                && found.stream().allMatch(name -> indices.index(name) >= 0)));
        return !found.isEmpty() && (byIndex || certain) ? indices : labels;
    }

    private static LabelSet numbered(String prefix, int size) {
        return new LabelSet(IntStream.range(0, size).mapToObj(i -> prefix + i).toList());
    }

    /** Whether a label that is no name of a class could be the index of one. */
    static boolean mayBeIndex(String name, LabelSet labels) {
        return labels.names().stream().noneMatch(LabelNames::isInteger)
                && numbered("", labels.size()).index(name) >= 0;
    }

    /**
     * Looks at what is taken for the classes of a dataset.
     *
     * @param rows how many have these labels
     * @return what a user should know of them, in one line
     * @throws InputException if they are too many for that, and measurements or nearly as many as the rows
     */
    static Optional<String> doubts(String source, Set<String> names, long rows) {
        boolean decimals = names.stream().allMatch(name -> DECIMAL.matcher(name).matches())
                && !names.stream().allMatch(LabelNames::isInteger);
        boolean rare = names.size() > 2 && 2L * names.size() > rows;
        if (!decimals && !rare) {
            return Optional.empty();
        }
        String found = "%d different %s in %,d rows (%s)"
                .formatted(
                        names.size(),
                        decimals ? "decimals" : "labels",
                        rows,
                        LabelSet.list(order(names).names()));
        if (names.size() > FEW) {
            throw new InputException("%s: expected classes to tell apart, found %s: %s"
                    .formatted(
                            source,
                            found,
                            decimals
                                    ? "choose another column with --label-column, or put names of classes in their place"
                                    : "choose another column with --label-column, or give more rows of each class"));
        }
        return Optional.of(
                decimals
                        ? found + " are taken for names of classes, whatever their distances"
                        : found + " are taken for classes, although most have a single example");
    }

    private static boolean isInteger(String name) {
        return INTEGER.matcher(name).matches();
    }
}
