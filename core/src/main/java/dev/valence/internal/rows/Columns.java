package dev.valence.internal.rows;

import dev.valence.InputException;
import dev.valence.data.ReadOptions;
import dev.valence.internal.Excerpt;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that hold text and class.
 *
 * @param header whether the first row names the columns
 * @param text index of the text's column
 * @param label index of the class's column, {@link #NONE} where there is none
 * @param count how many cells a row has; in a table without header how many it has at least
 */
record Columns(boolean header, int text, int label, int count) {
    static final int NONE = -1;
    static final String LABEL = "label";
    static final List<String> TEXTS = List.of("sentence", "text");

    /**
     * Finds them by the rules in {@link ReadOptions}.
     *
     * @throws InputException if the first row has no such columns, or several that could be meant
     */
    static Columns of(String source, Fields first, ReadOptions options, LabelUse use) {
        List<String> cells = first.values().stream().map(String::strip).toList();
        boolean header = hasHeader(cells, options, use);
        Head head = new Head(source, first.line(), cells, header);
        int text = options.textColumn() == null
                ? head.textByDefault()
                : head.locate(options.textColumn(), "--text-column");
        int label = use == LabelUse.IGNORED
                ? NONE
                : head.locate(options.labelColumn() == null ? LABEL : options.labelColumn(), "--label-column");
        if (text == NONE || (label == NONE && use == LabelUse.REQUIRED)) {
            throw new InputException(problem(source, first, options, use));
        }
        return new Columns(header, text, label, header ? cells.size() : Math.max(text, label) + 1);
    }

    /** Whether the file gives the classes of its texts. */
    boolean labelled() {
        return label != NONE;
    }

    /** Columns given by name need a header, and so does the default name; numbers alone do not, but may have one. */
    private static boolean hasHeader(List<String> cells, ReadOptions options, LabelUse use) {
        boolean onlyNumbers =
                number(options.textColumn()) > 0 && (use == LabelUse.IGNORED || number(options.labelColumn()) > 0);
        return !onlyNumbers
                || Stream.concat(TEXTS.stream(), Stream.of(LABEL))
                        .anyMatch(name -> cells.stream().anyMatch(name::equalsIgnoreCase));
    }

    /** The number a column is given by, 0 where it is given by name or not at all. */
    private static int number(@Nullable String column) {
        return column != null && column.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(column) : 0;
    }

    /** The first row, in which columns are looked for. */
    private record Head(String source, long line, List<String> cells, boolean header) {
        /** The column with one of the default names of the text. */
        int textByDefault() {
            if (!header) {
                return NONE;
            }
            List<Integer> found = TEXTS.stream()
                    .map(name -> find(name, "--text-column"))
                    .filter(index -> index != NONE)
                    .toList();
            return found.isEmpty() ? NONE : single(found, "sentence or text", "--text-column");
        }

        int locate(String column, String option) {
            int named = header ? find(column.strip(), option) : NONE;
            int numbered = number(column) - 1;
            return named >= 0 ? named : numbered < cells.size() ? numbered : NONE;
        }

        /** The column of that name, whatever its case where no other is meant. */
        private int find(String name, String option) {
            List<Integer> exact = indices(name::equals);
            List<Integer> found = exact.isEmpty() ? indices(name::equalsIgnoreCase) : exact;
            return found.isEmpty() ? NONE : single(found, name, option);
        }

        private List<Integer> indices(Predicate<String> wanted) {
            return IntStream.range(0, cells.size())
                    .filter(i -> wanted.test(cells.get(i)))
                    .boxed()
                    .toList();
        }

        private int single(List<Integer> found, String name, String option) {
            if (found.size() > 1) {
                throw new InputException("%s:%d: expected one column %s, found %s: choose one by its number with %s"
                        .formatted(
                                source,
                                line,
                                name,
                                found.stream()
                                        .map(i -> "%d (%s)".formatted(i + 1, Excerpt.of(cells.get(i))))
                                        .collect(Collectors.joining(", ")),
                                option));
            }
            return found.get(0);
        }
    }

    private static String problem(String source, Fields first, ReadOptions options, LabelUse use) {
        String text = options.textColumn() == null ? "sentence or text" : Excerpt.of(options.textColumn());
        String label = options.labelColumn() == null ? LABEL : Excerpt.of(options.labelColumn());
        return "%s:%d: expected columns for the text (%s)%s, found %s: give --text-column%s, names from a header or numbers from 1"
                .formatted(
                        source,
                        first.line(),
                        text,
                        use == LabelUse.REQUIRED ? " and the class (" + label + ")" : "",
                        first.values().stream().limit(8).map(Excerpt::of).collect(Collectors.joining(", ")),
                        use == LabelUse.REQUIRED ? " and --label-column" : "");
    }
}
