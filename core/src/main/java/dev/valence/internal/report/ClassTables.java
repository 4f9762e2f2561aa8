package dev.valence.internal.report;

import dev.valence.LabelSet;
import dev.valence.evaluate.ConfusionMatrix;
import dev.valence.evaluate.ConfusionMatrix.Scores;
import dev.valence.evaluate.Evaluation;
import dev.valence.internal.FixedPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An evaluation class by class as tables, the same on the terminal and on the page. */
public final class ClassTables {
    /** Above this many classes a confusion matrix is wider than a page. */
    private static final int MOST_IN_MATRIX = 20;

    private static final int SHOWN = 10;

    private final ConfusionMatrix matrix;
    private final LabelSet labels;

    private ClassTables(Evaluation evaluation) {
        this.matrix = evaluation.confusionMatrix();
        this.labels = evaluation.labels();
    }

    /** Precision, recall and F1 of every class that occurs in the truth or the predictions. */
    static DataTable scores(Evaluation evaluation) {
        ClassTables tables = new ClassTables(evaluation);
        return tables.scores("class", tables.occurring());
    }

    /** Returns a sentence with the classes that averages exclude; empty if all of them occur. */
    public static Optional<String> absent(Evaluation evaluation) {
        ConfusionMatrix matrix = evaluation.confusionMatrix();
        LabelSet labels = evaluation.labels();
        List<String> absent = IntStream.range(0, labels.size())
                .filter(c -> !matrix.occurs(c))
                .mapToObj(labels::name)
                .toList();
        return absent.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Without an example and never predicted, so in none of the averages: " + LabelSet.list(absent));
    }

    /** Returns the confusion matrix, or above 20 classes the most confused pairs and the classes with the lowest F1. */
    public static List<DataTable> confusion(Evaluation evaluation) {
        ClassTables tables = new ClassTables(evaluation);
        if (evaluation.labels().size() <= MOST_IN_MATRIX) {
            return List.of(tables.wholeMatrix());
        }
        DataTable confused = tables.mostConfused();
        return confused.rows().isEmpty() ? List.of(tables.worst()) : List.of(confused, tables.worst());
    }

    private List<Integer> occurring() {
        return IntStream.range(0, labels.size()).filter(matrix::occurs).boxed().toList();
    }

    private DataTable scores(String heading, List<Integer> classes) {
        List<List<String>> rows = new ArrayList<>();
        for (int c : classes) {
            Scores scores = matrix.scores(c);
            rows.add(List.of(
                    labels.name(c),
                    StudyTables.number(scores.precision()),
                    StudyTables.number(scores.recall()),
                    StudyTables.number(scores.f1()),
                    Long.toString(scores.support())));
        }
        return new DataTable(List.of(heading, "precision", "recall", "F1", "examples"), rows);
    }

    private DataTable worst() {
        Comparator<Integer> order =
                Comparator.comparingDouble(c -> matrix.scores(c).f1());
        return scores(
                "lowest F1",
                occurring().stream()
                        .sorted(order.thenComparing(c -> -matrix.scores(c).support()))
                        .limit(SHOWN)
                        .toList());
    }

    private DataTable mostConfused() {
        List<List<String>> rows = matrix.confusions().stream()
                .limit(SHOWN)
                .map(confusion -> List.of(
                        labels.name(confusion.truth()),
                        labels.name(confusion.predicted()),
                        Long.toString(confusion.count()),
                        share(confusion)))
                .toList();
        return new DataTable(List.of("most confused", "predicted as", "examples", "share of the class"), rows);
    }

    private String share(ConfusionMatrix.Confusion confusion) {
        long support = matrix.scores(confusion.truth()).support();
        return FixedPoint.format(100.0 * confusion.count() / support, 1) + " %";
    }

    private DataTable wholeMatrix() {
        List<String> header = new ArrayList<>(List.of("truth \\ predicted"));
        header.addAll(labels.names());
        List<List<String>> rows = new ArrayList<>();
        for (int truth = 0; truth < labels.size(); truth++) {
            List<String> row = new ArrayList<>(List.of(labels.name(truth)));
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                row.add(Long.toString(matrix.count(truth, predicted)));
            }
            rows.add(row);
        }
        return new DataTable(header, rows);
    }
}
