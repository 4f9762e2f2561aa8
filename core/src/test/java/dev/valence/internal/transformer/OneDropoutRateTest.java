package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.LabelSet;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rate of dropout given to a published model is that of the embeddings, of every sublayer, of attention and of the head. */
class OneDropoutRateTest {
    @TempDir
    private Path temporary;

    /** Keys of all dropouts of each family, as Transformers' configurations have them. */
    static List<Arguments> dropouts() {
        List<String> bert = List.of("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout");
        return List.of(
                Arguments.of("bert", bert),
                Arguments.of("distilbert", List.of("dropout", "attention_dropout", "seq_classif_dropout")),
                Arguments.of("roberta", bert));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dropouts")
    void oneRateIsThatOfEveryDropout(String name, List<String> keys) throws IOException {
        Path given = TinyDirectories.copy(temporary, name);
        Path file = given.resolve(ModelConfig.NAME);
        Map<String, Object> before = new LinkedHashMap<>(ConfigJson.read(file).values());
        keys.forEach(key -> before.put(key, 0.25));
        ConfigJson.of(before).write(file);
        LabelSet labels = LabelSet.of("a", "b");
        for (float rate : new float[] {0f, 0.5f}) {
            Path saved = temporary.resolve("saved-" + rate);
            try (TransformerClassifier transferred = TransformerClassifier.transfer(
                            given, labels, rate, 5, Backend.best(), 1)
                    .classifier()) {
                assertThat(drops(transferred.model())).isEqualTo(rate > 0);
                transferred.save(saved, Map.of());
            }
            ConfigJson config = ConfigJson.read(saved.resolve("config.json"));
            assertThat(keys)
                    .allSatisfy(key -> assertThat(config.number(key, 0, 1)).isEqualTo(rate));
        }
        try (MaskedLanguageModel language =
                MaskedLanguageModel.transfer(given, 0f, 5, Backend.best(), 1).model()) {
            language.save(temporary.resolve("language"), Map.of());
        }
        try (TransformerClassifier afterwards = TransformerClassifier.transfer(
                        temporary.resolve("language"), labels, null, 5, Backend.best(), 1)
                .classifier()) {
            assertThat(drops(afterwards.model())).isFalse();
        }
    }

    /** Whether training sees other logits than prediction. */
    private static boolean drops(TransformerModel model) {
        Pass pass = Pass.firstTokens(TokenBatch.of(new int[] {1, 7, 11, 2}, new int[] {1, 5, 2}));
        Workspace workspace = model.inferenceWorkspace();
        model.forward(workspace, pass);
        float[] logits = Arrays.copyOf(workspace.logits(), 2 * model.classes());
        model.forward(workspace, pass.training(3, 1, 0, 0));
        return !Arrays.equals(logits, Arrays.copyOf(workspace.logits(), 2 * model.classes()));
    }
}
