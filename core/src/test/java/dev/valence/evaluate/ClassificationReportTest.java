package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.LabelSet;
import dev.valence.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected texts printed by scikit-learn 1.9.1, see tools/reference/evaluation_figures.py. */
class ClassificationReportTest {
    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of(
                        "three classes, 2 digits",
                        new long[][] {{90, 34, 4}, {6, 78, 22}, {31, 15, 61}},
                        LabelSet.of("negative", "neutral", "positive"),
                        2,
                        """
                                      precision    recall  f1-score   support

                            negative       0.71      0.70      0.71       128
                             neutral       0.61      0.74      0.67       106
                            positive       0.70      0.57      0.63       107

                            accuracy                           0.67       341
                           macro avg       0.67      0.67      0.67       341
                        weighted avg       0.68      0.67      0.67       341
                        """),
                Arguments.of(
                        "three classes, 4 digits",
                        new long[][] {{90, 34, 4}, {6, 78, 22}, {31, 15, 61}},
                        LabelSet.of("negative", "neutral", "positive"),
                        4,
                        """
                                      precision    recall  f1-score   support

                            negative     0.7087    0.7031    0.7059       128
                             neutral     0.6142    0.7358    0.6695       106
                            positive     0.7011    0.5701    0.6289       107

                            accuracy                         0.6716       341
                           macro avg     0.6747    0.6697    0.6681       341
                        weighted avg     0.6769    0.6716    0.6704       341
                        """),
                Arguments.of(
                        "a class never predicted, 2 digits",
                        new long[][] {{68, 0, 15}, {37, 0, 26}, {25, 0, 90}},
                        LabelSet.of("a", "never predicted", "b"),
                        2,
                        """
                                         precision    recall  f1-score   support

                                      a       0.52      0.82      0.64        83
                        never predicted       0.00      0.00      0.00        63
                                      b       0.69      0.78      0.73       115

                               accuracy                           0.61       261
                              macro avg       0.40      0.53      0.46       261
                           weighted avg       0.47      0.61      0.53       261
                        """),
                Arguments.of(
                        "a class without examples, 2 digits",
                        new long[][] {{0, 0, 0}, {10, 75, 24}, {6, 3, 88}},
                        LabelSet.of("absent", "b", "c"),
                        2,
                        """
                                      precision    recall  f1-score   support

                              absent       0.00      0.00      0.00         0
                                   b       0.96      0.69      0.80       109
                                   c       0.79      0.91      0.84        97

                            accuracy                           0.79       206
                           macro avg       0.58      0.53      0.55       206
                        weighted avg       0.88      0.79      0.82       206
                        """),
                Arguments.of(
                        "long names, 2 digits",
                        new long[][] {{100, 27, 34}, {16, 61, 26}, {23, 30, 84}},
                        LabelSet.of("a name longer than any heading", "größe 😀", "x"),
                        2,
                        """
                                                        precision    recall  f1-score   support

                        a name longer than any heading       0.72      0.62      0.67       161
                                               größe 😀       0.52      0.59      0.55       103
                                                     x       0.58      0.61      0.60       137

                                              accuracy                           0.61       401
                                             macro avg       0.61      0.61      0.61       401
                                          weighted avg       0.62      0.61      0.61       401
                        """),
                Arguments.of(
                        "long names, 4 digits",
                        new long[][] {{100, 27, 34}, {16, 61, 26}, {23, 30, 84}},
                        LabelSet.of("a name longer than any heading", "größe 😀", "x"),
                        4,
                        """
                                                        precision    recall  f1-score   support

                        a name longer than any heading     0.7194    0.6211    0.6667       161
                                               größe 😀     0.5169    0.5922    0.5520       103
                                                     x     0.5833    0.6131    0.5979       137

                                              accuracy                         0.6110       401
                                             macro avg     0.6066    0.6088    0.6055       401
                                          weighted avg     0.6209    0.6110    0.6137       401
                        """),
                Arguments.of("two classes, 2 digits", new long[][] {{79, 0}, {28, 67}}, LabelSet.of("0", "1"), 2, """
                                      precision    recall  f1-score   support

                                   0       0.74      1.00      0.85        79
                                   1       1.00      0.71      0.83        95

                            accuracy                           0.84       174
                           macro avg       0.87      0.85      0.84       174
                        weighted avg       0.88      0.84      0.84       174
                        """),
                Arguments.of(
                        "a class that is nowhere, 4 digits",
                        new long[][] {{11, 0, 2, 0}, {0, 0, 0, 0}, {3, 0, 17, 0}, {0, 0, 5, 0}},
                        LabelSet.of("a", "a class that is nowhere", "b", "never predicted"),
                        4,
                        """
                                         precision    recall  f1-score   support

                                      a     0.7857    0.8462    0.8148        13
                                      b     0.7083    0.8500    0.7727        20
                        never predicted     0.0000    0.0000    0.0000         5

                               accuracy                         0.7368        38
                              macro avg     0.4980    0.5654    0.5292        38
                           weighted avg     0.6416    0.7368    0.6855        38
                        """),
                Arguments.of("ties, 2 digits", new long[][] {{1, 7}, {3, 5}}, LabelSet.of("a", "b"), 2, """
                                      precision    recall  f1-score   support

                                   a       0.25      0.12      0.17         8
                                   b       0.42      0.62      0.50         8

                            accuracy                           0.38        16
                           macro avg       0.33      0.38      0.33        16
                        weighted avg       0.33      0.38      0.33        16
                        """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void isLaidOutAsScikitLearnDoes(String name, long[][] counts, LabelSet labels, int digits, String expected) {
        assertThat(ClassificationReport.format(ConfusionMatrixTest.matrix(counts), labels, digits))
                .isEqualTo(expected);
    }

    @Test
    void manyClasses() {
        int classes = 23;
        long[][] counts = new long[classes][classes];
        for (int truth = 0; truth < classes; truth++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                counts[truth][predicted] = (7L * truth + 3L * predicted) % 5 + (truth == predicted ? 9 : 0);
            }
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        assertThat(ClassificationReport.format(ConfusionMatrixTest.matrix(counts), new LabelSet(names)))
                .isEqualTo("""
                                      precision    recall  f1-score   support

                             class 0       0.16      0.17      0.17        53
                             class 1       0.17      0.17      0.17        54
                             class 2       0.17      0.16      0.17        55
                             class 3       0.16      0.16      0.16        56
                             class 4       0.16      0.16      0.16        57
                             class 5       0.16      0.17      0.17        53
                             class 6       0.17      0.17      0.17        54
                             class 7       0.17      0.16      0.17        55
                             class 8       0.16      0.16      0.16        56
                             class 9       0.16      0.16      0.16        57
                            class 10       0.16      0.17      0.17        53
                            class 11       0.17      0.17      0.17        54
                            class 12       0.17      0.16      0.17        55
                            class 13       0.16      0.16      0.16        56
                            class 14       0.16      0.16      0.16        57
                            class 15       0.16      0.17      0.17        53
                            class 16       0.17      0.17      0.17        54
                            class 17       0.17      0.16      0.17        55
                            class 18       0.16      0.16      0.16        56
                            class 19       0.16      0.16      0.16        57
                            class 20       0.16      0.17      0.17        53
                            class 21       0.17      0.17      0.17        54
                            class 22       0.17      0.16      0.17        55

                            accuracy                           0.16      1262
                           macro avg       0.16      0.16      0.16      1262
                        weighted avg       0.16      0.16      0.16      1262
                        """);
    }

    @Test
    void reportOfTheReferenceBaseline() throws IOException {
        // The only counts that 428 and 444 examples, 714 right ones and the printed precisions and recalls leave.
        ConfusionMatrix matrix = ConfusionMatrixTest.matrix(new long[][] {{330, 98}, {60, 384}});
        String reference = Files.readString(SharedFolder.reference("sklearn/tfidf_logreg.json"));
        String report = ClassificationReport.format(matrix, LabelSet.of("0", "1"));
        assertThat(reference).contains(report.replace("\n", "\\n"));
    }

    @Test
    void refusesNamesThatDoNotFit() {
        assertThatThrownBy(() -> ClassificationReport.format(new ConfusionMatrix(3), LabelSet.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a name for each of 3 classes");
    }
}
