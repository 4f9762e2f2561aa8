package dev.valence.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Example;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.evaluate.Evaluation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassTablesTest {
    /** Classes c0, c1 and so on; pairs of truth and prediction. */
    private static Evaluation evaluation(int classes, int[]... pairs) {
        LabelSet labels =
                new LabelSet(IntStream.range(0, classes).mapToObj(c -> "c" + c).toList());
        List<Example> examples = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        for (int[] pair : pairs) {
            float[] probabilities = new float[classes];
            probabilities[pair[1]] = 1;
            examples.add(new Example("text " + examples.size(), pair[0]));
            predictions.add(new Prediction(labels, probabilities));
        }
        return Evaluation.of(labels, examples, predictions, Duration.ZERO);
    }

    @Test
    void upToTwentyClassesHaveTheirMatrix() {
        assertThat(ClassTables.confusion(evaluation(20, new int[] {3, 19})))
                .singleElement()
                .satisfies(matrix -> {
                    assertThat(matrix.header()).hasSize(21).startsWith("truth \\ predicted", "c0");
                    assertThat(matrix.rows().get(3)).startsWith("c3", "0").endsWith("1");
                });
    }

    @Test
    void moreHaveTheirMostConfusedPairsAndWorstClasses() {
        Evaluation evaluation = evaluation(
                21,
                new int[] {7, 7},
                new int[] {7, 2},
                new int[] {7, 2},
                new int[] {7, 20},
                new int[] {0, 0},
                new int[] {2, 2});
        List<DataTable> tables = ClassTables.confusion(evaluation);
        assertThat(tables).hasSize(2);
        assertThat(tables.get(0).rows())
                .containsExactly(List.of("c7", "c2", "2", "50.0 %"), List.of("c7", "c20", "1", "25.0 %"));
        // F1: c20 0, c7 2·1/(4 + 1), c2 2·1/(1 + 3), c0 1
        assertThat(tables.get(1).rows())
                .containsExactly(
                        List.of("c20", "0.0000", "0.0000", "0.0000", "0"),
                        List.of("c7", "1.0000", "0.2500", "0.4000", "4"),
                        List.of("c2", "0.3333", "1.0000", "0.5000", "1"),
                        List.of("c0", "1.0000", "1.0000", "1.0000", "1"));
    }

    @Test
    void classesThatAreNowhereAreNamed() {
        assertThat(ClassTables.absent(evaluation(4, new int[] {0, 2})))
                .hasValueSatisfying(absent -> assertThat(absent).endsWith("in none of the averages: c1, c3"));
        assertThat(ClassTables.absent(evaluation(2, new int[] {0, 1}))).isEmpty();
    }

    @Test
    void tablesOfManyClassesStayShort() {
        int[][] allWrong = IntStream.range(0, 150)
                .mapToObj(c -> new int[] {c, (c + 1) % 150})
                .toArray(int[][]::new);
        assertThat(ClassTables.confusion(evaluation(150, allWrong)))
                .hasSize(2)
                .allSatisfy(table -> assertThat(table.rows()).hasSize(10));
    }

    @Test
    void withoutAnyConfusionThereAreNoPairs() {
        assertThat(ClassTables.confusion(evaluation(21, new int[] {4, 4})))
                .singleElement()
                .extracting(table -> table.header().get(0))
                .isEqualTo("lowest F1");
    }
}
