package dev.valence.evaluate;

import dev.valence.InputException;
import dev.valence.internal.FixedPoint;
import dev.valence.internal.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several classifiers on the same examples, each against the first.
 *
 * @param examples number of examples
 * @param rows one for each classifier, in the order given
 */
public record Comparison(int examples, List<Row> rows) {
    private static final int DIGITS = 4;

    /**
     * One classifier.
     *
     * @param name what it is called
     * @param accuracy share of examples it has right
     * @param accuracyInterval Wilson's 95 % interval of that
     * @param macroF1 F1 averaged over the classes
     * @param difference its accuracy less that of the first; 0 for the first
     * @param test McNemar's test against the first; of the first against itself, with p = 1, for the first
     */
    public record Row(
            String name, double accuracy, Interval accuracyInterval, double macroF1, double difference, McNemar test) {}

    /** Copies the list. */
    public Comparison {
        rows = List.copyOf(rows);
    }

    /**
     * Compares evaluations.
     *
     * @param evaluations by name, in a map that keeps their order such as {@link LinkedHashMap}, the first being the one the others are compared with
     * @throws InputException if they are not of the same examples with the same labels, in the same order
     * @throws IllegalArgumentException if there are none
     */
    public static Comparison of(Map<String, Evaluation> evaluations) {
        if (evaluations.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one evaluation, found none");
        }
        Map.Entry<String, Evaluation> first = evaluations.entrySet().iterator().next();
        Evaluation reference = first.getValue();
        List<Row> rows = new ArrayList<>();
        evaluations.forEach((name, evaluation) -> {
            requireSameExamples(first.getKey(), reference, name, evaluation);
            rows.add(new Row(
                    name,
                    evaluation.accuracy(),
                    evaluation.accuracyInterval(),
                    evaluation.macroF1(),
                    evaluation.accuracy() - reference.accuracy(),
                    McNemar.of(reference.truth(), reference.predictedLabels(), evaluation.predictedLabels())));
        });
        return new Comparison(reference.examples(), rows);
    }

    /** Compares two evaluations, the second with the first; see {@link #of(Map)}. */
    public static Comparison of(String firstName, Evaluation first, String secondName, Evaluation second) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        evaluations.put(firstName, first);
        evaluations.put(secondName, second);
        return of(evaluations);
    }

    static void requireSameExamples(String firstName, Evaluation first, String name, Evaluation evaluation) {
        String required = "required evaluations of the same examples to compare, found ";
        if (!evaluation.labels().equals(first.labels())) {
            throw new InputException(required + "classes " + first.labels() + " in '" + firstName + "' and "
                    + evaluation.labels() + " in '" + name + "'; evaluate both on the same file");
        }
        if (evaluation.examples() != first.examples()) {
            throw new InputException(required + first.examples() + " in '" + firstName + "' and "
                    + evaluation.examples() + " in '" + name + "'; evaluate both on the same file");
        }
        int[] firstTruth = first.truth();
        int[] truth = evaluation.truth();
        for (int i = 0; i < truth.length; i++) {
            boolean sameText =
                    first.textDigests().get(i).equals(evaluation.textDigests().get(i));
            if (!sameText || truth[i] != firstTruth[i]) {
                throw new InputException(required + "another " + (sameText ? "label" : "text") + " at index " + i
                        + " in '" + name + "' than in '" + firstName + "'; evaluate both on the same file");
            }
        }
    }

    /** The rows for a JSON file: lists, maps, strings and numbers, in a fixed order. */
    public Map<String, Object> toJson() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", row.name());
            json.put("accuracy", row.accuracy());
            json.put(
                    "accuracy_interval",
                    List.of(row.accuracyInterval().low(), row.accuracyInterval().high()));
            json.put("macro_f1", row.macroF1());
            json.put("difference", row.difference());
            json.put("only_first_right", row.test().onlyFirst());
            json.put("only_this_right", row.test().onlySecond());
            json.put("mcnemar_p", row.test().pValue());
            list.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examples", examples);
        json.put("rows", list);
        return json;
    }

    /** The table as text of fixed width, each line ended. */
    public String format() {
        List<String> names =
                rows.stream().map(row -> VisibleText.line(row.name())).toList();
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        line(text, width, "", "accuracy", "95 % interval", "macro F1", "difference", "McNemar p");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Interval interval = row.accuracyInterval();
            line(
                    text,
                    width,
                    names.get(i),
                    FixedPoint.format(row.accuracy(), DIGITS),
                    "[" + FixedPoint.format(interval.low(), DIGITS) + ", " + FixedPoint.format(interval.high(), DIGITS)
                            + "]",
                    FixedPoint.format(row.macroF1(), DIGITS),
                    i == 0 ? "" : FixedPoint.signed(row.difference(), DIGITS),
                    i == 0 ? "" : FixedPoint.probability(row.test().pValue()));
        }
        text.append('\n').append(examples).append(" examples; difference and p against ");
        return text.append(names.get(0)).append('\n').toString();
    }

    private static void line(StringBuilder text, int width, String name, String... cells) {
        StringBuilder line = new StringBuilder(name).append(" ".repeat(width - name.length()));
        int[] widths = {10, 18, 10, 12, 11};
        for (int i = 0; i < cells.length; i++) {
            line.append(" ".repeat(Math.max(1, widths[i] - cells[i].length()))).append(cells[i]);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
