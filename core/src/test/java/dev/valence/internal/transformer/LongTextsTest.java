package dev.valence.internal.transformer;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.Prediction;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.tokenize.TextFrame;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.WindowAggregation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextsTest {
    @TempDir
    Path folder;

    /** Windows of 5 tokens and the special ones; the tokens of the text are numbered from 0. */
    @ParameterizedTest(name = "{0} tokens, stride {1}")
    @CsvSource({
        "0, 3, 0-0",
        "4, 3, 0-4",
        "5, 3, 0-5",
        "6, 3, 0-5 1-6",
        "8, 3, 0-5 3-8",
        "12, 3, 0-5 3-8 6-11 7-12",
        "10, 5, 0-5 5-10",
        "11, 5, 0-5 5-10 6-11",
        "7, 1, 0-5 1-6 2-7"
    })
    void windowsOverlapAndTheLastEndsWithTheText(int size, int stride, String expected) {
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 5, 1)) {
            TextFrame frame = TextFrame.of(classifier.tokenizer());
            assertThat(frame.size()).isEqualTo(2);
            int[] numbers = IntStream.range(1000, 1000 + size).toArray();
            TokenBatch texts = TokenBatch.of(frame.around(new int[] {7}, 0, 1), frame.around(numbers, 0, size));
            TextWindows windows = TextWindows.cut(texts, frame, 7, stride);
            String[] ranges = expected.split(" ", -1);
            assertThat(windows.offsets()).containsExactly(0, 1, 1 + ranges.length);
            for (int w = 0; w < ranges.length; w++) {
                String[] bounds = ranges[w].split("-", 2);
                int from = Integer.parseInt(bounds[0]);
                int length = Integer.parseInt(bounds[1]) - from;
                assertThat(windows.windows().ids(1 + w)).as(ranges[w]).isEqualTo(frame.around(numbers, from, length));
            }
        }
    }

    /** Probabilities 0.9, 0.1 and 0.2, 0.8; their logits may be shifted. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"FIRST, 0.9, 0.1", "MEAN, 0.55, 0.45", "MAX, 0.5294118, 0.4705882"})
    void probabilitiesArePutTogether(WindowAggregation aggregation, double first, double second) {
        TextWindows windows = new TextWindows(TokenBatch.of(new int[3][0]), new int[] {0, 1, 3});
        float[] logits = {5f, 3f, log(0.9) + 7, log(0.1) + 7, log(0.2) - 11, log(0.8) - 11};
        float[] aggregated = windows.aggregate(logits, 2, aggregation);
        assertThat(Arrays.copyOf(aggregated, 2)).containsExactly(5f, 3f);
        assertClose("text", CrossEntropy.probabilities(aggregated, 1, 2), new double[] {first, second}, 2e-6);
    }

    private static float log(double x) {
        return (float) Math.log(x);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(WindowAggregation.class)
    void probabilitiesNextToZeroHaveALogarithm(WindowAggregation aggregation) {
        TextWindows windows = new TextWindows(TokenBatch.of(new int[2][0]), new int[] {0, 2});
        float[] aggregated = windows.aggregate(new float[] {1e4f, -1e4f, 1e4f, -9e3f}, 2, aggregation);
        assertThat(aggregated[0] - aggregated[1]).isBetween(1.89e4f, 2.01e4f);
    }

    @Test
    void aLongTextsProbabilitiesAreTheMeanOfItsWindows() {
        String text = String.join(" ", SmallClassifier.corpus().train().texts().subList(0, 9));
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 5, 2)) {
            float[] cut = classifier.predict(List.of(text)).get(0).toArray();
            classifier.readLongTexts(new LongTexts(WindowAggregation.MEAN, 0));
            int[] ids = classifier.evaluationTokenizer().encode(text).ids();
            int room = classifier.tokenizer().maximumLength() - 2;
            int size = ids.length - 2;
            assertThat(size).isGreaterThan(2 * room);
            double[] mean = new double[2];
            int count = 0;
            for (int from = 0; from < size - room + room / 2; from += room / 2, count++) {
                int start = 1 + Math.min(from, size - room);
                int[] window = new int[room + 2];
                window[0] = ids[0];
                System.arraycopy(ids, start, window, 1, room);
                window[room + 1] = ids[ids.length - 1];
                float[] own = CrossEntropy.probabilities(classifier.logits(TokenBatch.of(window)), 0, 2);
                mean[0] += own[0];
                mean[1] += own[1];
                if (from == 0) {
                    assertThat(own).isEqualTo(cut);
                }
            }
            float[] found = classifier.predict(List.of(text)).get(0).toArray();
            assertClose("probabilities", found, new double[] {mean[0] / count, mean[1] / count}, 1e-6);
            assertThat(found).isNotEqualTo(cut);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(WindowAggregation.class)
    void aSavedModelReadsTextsAsBefore(WindowAggregation aggregation) {
        List<String> texts = SmallClassifier.corpus().train().texts().subList(0, 9);
        List<String> all = List.of(texts.get(0), String.join(" ", texts), texts.get(1));
        Path saved = folder.resolve("saved");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 5, 2)) {
            List<Prediction> before = classifier.predict(all);
            classifier.readLongTexts(new LongTexts(aggregation, aggregation == WindowAggregation.FIRST ? 0 : 5));
            List<Prediction> after = classifier.predict(all);
            assertThat(after.get(0).toArray()).isEqualTo(before.get(0).toArray());
            assertThat(after.get(2).toArray()).isEqualTo(before.get(2).toArray());
            classifier.save(saved, Map.of());
            try (TransformerClassifier opened = TransformerClassifier.open(saved, Backend.best(), 1)) {
                List<Prediction> again = opened.predict(all);
                for (int i = 0; i < all.size(); i++) {
                    assertThat(again.get(i).toArray())
                            .as("text %d", i)
                            .isEqualTo(after.get(i).toArray());
                }
            }
        }
        ConfigJson config = ConfigJson.read(saved.resolve("config.json"));
        assertThat(config.has("long_texts")).isEqualTo(aggregation != WindowAggregation.FIRST);
        if (config.has("long_texts")) {
            assertThat(config.object("long_texts").values())
                    .containsEntry("aggregation", aggregation.id())
                    .containsEntry("stride", 5L);
        }
    }

    @Test
    void windowsLeaveNoTokenOut() {
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 5, 1)) {
            int room = classifier.tokenizer().maximumLength() - 2;
            classifier.readLongTexts(new LongTexts(WindowAggregation.MAX, room));
            assertThatThrownBy(() -> classifier.readLongTexts(new LongTexts(WindowAggregation.MAX, room + 1)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("at most " + room);
        }
    }

    @Test
    void aStrideNeedsWindows() {
        assertThatThrownBy(() -> new LongTexts(WindowAggregation.FIRST, 3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mean or max");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "Mean", "median"})
    void anUnknownAggregationIsNamed(String id) {
        assertThatThrownBy(() -> WindowAggregation.of(id))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found '" + id + "'");
    }

    @Test
    void onlyOneOfSeveralClassesHasProbabilitiesToPutTogether() {
        LongTexts windows = new LongTexts(WindowAggregation.MEAN, 5);
        assertThatThrownBy(() ->
                        new Task.Classification(SmallClassifier.corpus().labels(), ProblemType.MULTI_LABEL, windows))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("multi_label_classification");
    }
}
