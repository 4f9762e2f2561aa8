package dev.valence.evaluate;

import dev.valence.LabelSet;
import dev.valence.evaluate.ConfusionMatrix.Scores;
import dev.valence.internal.FixedPoint;
import dev.valence.internal.VisibleText;

/**
 * The table of scores by class and averages, laid out to the character as scikit-learn 1.9 prints {@code
 * classification_report(truth, predicted, labels=present, target_names=names, zero_division=0)}, {@code present} being the
 * classes that occur in the truth or the predictions, which is scikit-learn's choice too where it is given none. Names are made visible.
 */
public final class ClassificationReport {
    /** Decimals where nothing else is said. */
    static final int DEFAULT_DIGITS = 2;

    private static final String LAST_HEADING = "weighted avg";

    private final ConfusionMatrix matrix;
    private final LabelSet labels;
    private final int digits;
    private final int width;

    private ClassificationReport(ConfusionMatrix matrix, LabelSet labels, int digits) {
        this.matrix = matrix;
        this.labels = labels;
        this.digits = digits;
        int longest = Math.max(LAST_HEADING.length(), digits);
        for (int c = 0; c < labels.size(); c++) {
            longest = matrix.occurs(c) ? Math.max(longest, length(VisibleText.line(labels.name(c)))) : longest;
        }
        this.width = longest;
    }

    /** The report with {@link #DEFAULT_DIGITS}. */
    public static String format(ConfusionMatrix matrix, LabelSet labels) {
        return format(matrix, labels, DEFAULT_DIGITS);
    }

    /**
     * The report as text, each line ended.
     *
     * @param labels names of the classes of {@code matrix}
     * @param digits decimals of the scores, at least 0
     * @throws IllegalArgumentException if there is not one name a class, or {@code digits} is negative
     * @throws IllegalStateException if nothing was counted
     */
    public static String format(ConfusionMatrix matrix, LabelSet labels, int digits) {
        if (labels.size() != matrix.classes() || digits < 0) {
            throw new IllegalArgumentException("required a name for each of " + matrix.classes()
                    + " classes and digits of at least 0, found " + labels.size() + " names and " + digits);
        }
        return new ClassificationReport(matrix, labels, digits).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        line(text, "", "precision", "recall", "f1-score", "support");
        text.append('\n');
        for (int c = 0; c < labels.size(); c++) {
            if (matrix.occurs(c)) {
                scores(text, VisibleText.line(labels.name(c)), matrix.scores(c));
            }
        }
        text.append('\n');
        String total = String.valueOf(matrix.total());
        line(text, "accuracy", "", "", FixedPoint.format(matrix.accuracy(), digits), total);
        scores(text, "macro avg", matrix.macroAverage());
        scores(text, LAST_HEADING, matrix.weightedAverage());
        return text.toString();
    }

    private void scores(StringBuilder text, String heading, Scores scores) {
        line(
                text,
                heading,
                FixedPoint.format(scores.precision(), digits),
                FixedPoint.format(scores.recall(), digits),
                FixedPoint.format(scores.f1(), digits),
                String.valueOf(scores.support()));
    }

    private void line(StringBuilder text, String heading, String... cells) {
        text.append(" ".repeat(width - length(heading))).append(heading).append(' ');
        for (String cell : cells) {
            text.append(' ').append(" ".repeat(Math.max(0, 9 - cell.length()))).append(cell);
        }
        text.append('\n');
    }

    /** Characters as Python counts them. */
    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
