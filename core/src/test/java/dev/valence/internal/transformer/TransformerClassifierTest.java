package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.Prediction;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.generated.BuiltInCorpus;
import dev.valence.train.NormPlacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerClassifierTest {
    private final List<String> texts = SmallClassifier.corpus().train().texts();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "LayerNorm {0}")
    @EnumSource(NormPlacement.class)
    void aSavedClassifierPredictsTheSameToTheBit(NormPlacement norm) {
        Path saved = folder.resolve("model");
        List<float[]> expected;
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 1, 2, norm)) {
            expected = probabilities(classifier.predict(texts));
            classifier.save(saved, Map.of("seed", 1));
        }
        try (TransformerClassifier opened = TransformerClassifier.open(saved, Backend.best(), 1)) {
            assertThat(opened.labels()).isEqualTo(BuiltInCorpus.LABELS);
            assertThat(opened.model().config().normPlacement()).isEqualTo(norm);
            assertSame(probabilities(opened.predict(texts)), expected);
        }
    }

    @Test
    void aTextsPredictionDoesNotDependOnItsNeighbours() {
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 2, 2)) {
            List<float[]> together = probabilities(classifier.predict(texts));
            List<Prediction> alone = new ArrayList<>();
            texts.forEach(text -> alone.add(classifier.predict(text)));
            assertSame(probabilities(alone), together);
        }
    }

    @Test
    void probabilitiesAddUpForTextsOfEveryKind() {
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 3, 1)) {
            assertThat(classifier.predict(List.of())).isEmpty();
            String longText = "a truly fine plot ".repeat(500);
            for (Prediction prediction : classifier.predict(List.of("", " ", "\uD83D\uDE00", longText))) {
                assertThat(prediction.probability(0) + prediction.probability(1))
                        .isCloseTo(1f, Offset.offset(1e-6f));
            }
        }
    }

    @Test
    void seedsMakeWeights() {
        try (TransformerClassifier one = SmallClassifier.in(folder, 4, 1);
                TransformerClassifier same = SmallClassifier.in(folder, 4, 1);
                TransformerClassifier other = SmallClassifier.in(folder, 5, 1)) {
            float[] weights = one.model().parameters().values();
            assertThat(same.model().parameters().values()).isEqualTo(weights);
            assertThat(other.model().parameters().values()).isNotEqualTo(weights);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.json"})
    void damageIsFoundBeforeUse(String file) throws IOException {
        Path saved = folder.resolve("model");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 6, 1)) {
            classifier.save(saved, Map.of());
        }
        byte[] bytes = Files.readAllBytes(saved.resolve(file));
        bytes[bytes.length / 2] ^= 1;
        Files.write(saved.resolve(file), bytes);
        assertThatThrownBy(() -> TransformerClassifier.open(saved, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file);
        Files.delete(saved.resolve(file));
        assertThatThrownBy(() -> TransformerClassifier.open(saved, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file);
    }

    private static List<float[]> probabilities(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::toArray).toList();
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("text %d", i).isEqualTo(expected.get(i));
        }
    }
}
