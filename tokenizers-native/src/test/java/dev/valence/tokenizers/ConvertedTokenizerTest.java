package dev.valence.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Environment;
import dev.valence.Listener;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.weights.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vocabulary that becomes a tokenizer of a kind that only the library runs. */
class ConvertedTokenizerTest {
    @TempDir
    private Path folder;

    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Files.writeString(source.resolve("config.json"), "{\"model_type\": \"bert\"}");
        NamedTensor tensor = new NamedTensor("a", new float[] {5}, 0, 1);
        SafetensorsWriter.write(source.resolve("model.safetensors"), List.of(tensor), Map.of());
        Files.copy(
                Path.of("../core/src/test/resources/dev/valence/internal/tokenize/bert_vocab.txt"),
                source.resolve("vocab.txt"));
    }

    private Path fetch() {
        Environment environment = new Environment(folder, folder.resolve("cache"), Map.of());
        return WeightSource.fetch(source.toString(), environment, Listener.NONE).directory();
    }

    @Test
    void whatStandsBesideAVocabularyIsConvertedToo() throws IOException {
        Files.writeString(
                source.resolve("tokenizer_config.json"), "{\"strip_accents\": false, \"model_max_length\": 9}");
        Files.writeString(source.resolve("special_tokens_map.json"), "{\"cls_token\": \"[MASK]\"}");
        Files.writeString(source.resolve("added_tokens.json"), "{\"café au lait\": 30}");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(fetch(), 99)) {
            // [MASK] café [UNK] café au lait [SEP], from the line numbers of the vocabulary
            assertThat(tokenizer.encode("Café CAFE\u0301 café au lait").ids()).containsExactly(12, 23, 9, 30, 11);
        }
        assertThat(fetch().resolve("special_tokens_map.json")).doesNotExist();
        assertThat(ConfigJson.read(fetch().resolve("tokenizer_config.json")).integer("model_max_length", 1, 99))
                .isEqualTo(9);
    }
}
