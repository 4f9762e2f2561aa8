package dev.valence.data;

import dev.valence.InputException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where text and class stand in a table.
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
     * @throws InputException if the first row has no such columns
     */
    static Columns of(String source, Fields first, ReadOptions options, LabelUse use) {
        List<String> cells = first.values().stream().map(String::strip).toList();
        boolean header = hasHeader(cells, options, use);
        int text = header && options.textColumn() == null
                ? TEXTS.stream()
                        .mapToInt(name -> find(cells, name))
                        .filter(i -> i >= 0)
                        .findFirst()
                        .orElse(NONE)
                : locate(cells, header, options.textColumn());
        int label = use == LabelUse.IGNORED
                ? NONE
                : locate(cells, header, header && options.labelColumn() == null ? LABEL : options.labelColumn());
        if (text == NONE || (label == NONE && use == LabelUse.REQUIRED)) {
            throw new InputException(problem(source, first, options, use));
        }
        return new Columns(header, text, label, header ? cells.size() : Math.max(text, label) + 1);
    }

    /** Whether the file gives the classes of its texts. */
    boolean labelled() {
        return label != NONE;
    }

    private static boolean hasHeader(List<String> cells, ReadOptions options, LabelUse use) {
        boolean onlyNumbers = number(options.textColumn()) > 0
                && (use == LabelUse.IGNORED || options.labelColumn() == null || number(options.labelColumn()) > 0);
        return !onlyNumbers || TEXTS.stream().anyMatch(name -> find(cells, name) >= 0);
    }

    private static int locate(List<String> cells, boolean header, @Nullable String column) {
        if (column == null) {
            return NONE;
        }
        int named = header ? find(cells, column) : NONE;
        int numbered = number(column) - 1;
        return named >= 0 ? named : numbered < cells.size() ? numbered : NONE;
    }

    private static int find(List<String> cells, String name) {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).equalsIgnoreCase(name.strip())) {
                return i;
            }
        }
        return NONE;
    }

    /** The number a column is given by, 0 where it is given by name or not at all. */
    private static int number(@Nullable String column) {
        return column != null && column.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(column) : 0;
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
