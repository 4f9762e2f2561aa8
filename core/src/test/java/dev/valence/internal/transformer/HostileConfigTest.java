package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A config.json from nobody knows where is read or refused, with little memory. */
class HostileConfigTest {
    private static final int MUTATIONS = Boolean.getBoolean("valence.chaos") ? 1_000_000 : 20_000;
    private static final long SEED = 31;

    @TempDir
    Path folder;

    private Path directory;
    private String config;

    @BeforeEach
    void save() throws IOException {
        directory = folder.resolve("model");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 3, 1)) {
            classifier.save(directory, Map.of());
        }
        config = Files.readString(directory.resolve("config.json"));
    }

    /** The directory as somebody would have made it who knows how, manifest included. */
    private void commit(String changed) {
        Path other = folder.resolve("other");
        DirectoryCommit.commit(other, fresh -> {
            for (String name : new String[] {"model.safetensors", "tokenizer.json", "provenance.json"}) {
                Files.copy(directory.resolve(name), fresh.resolve(name));
            }
            Files.writeString(fresh.resolve("config.json"), changed);
        });
        directory = other;
    }

    private void isRefused(String... says) {
        assertThatThrownBy(() -> SavedClassifier.open(directory, Backend.scalar(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(says);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "num_hidden_layers, 16777216",
        "hidden_size, 16777216",
        "vocab_size, 16777216",
        "intermediate_size, 16777216",
        "hidden_size, -22",
        "num_attention_heads, 0",
        "vocab_size, 9223372036854775807",
        "num_hidden_layers, 1e300",
        "max_position_embeddings, null",
        "max_position_embeddings, 16777216",
        "id2label, {}",
        "id2label, '{\"0\": \"same\", \"1\": \"same\"}'"
    })
    void absurdValues(String key, String value) {
        String pattern = "\"" + key + "\": (\\{[^}]*\\}|[^,\\n]*)";
        commit(config.replaceFirst(pattern, "\"" + key + "\": " + value));
        isRefused("found");
    }

    @Test
    void depthAndLength() throws IOException {
        commit("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        isRefused("config.json");
        Path large = folder.resolve("large.json");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.writeBytes("{\"a\":\"");
            file.setLength(1L << 30); // a gigabyte that takes no room on the disk
        }
        assertThatThrownBy(() -> ConfigJson.read(large))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("large.json");
    }

    @Test
    void changesAtRandom() {
        Random random = new Random(SEED);
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(128) : '"');
            }
            String changed = new String(bytes, StandardCharsets.UTF_8);
            try {
                ModelConfig.of(Path.of("config.json"), ConfigJson.parse("config.json", changed))
                        .head();
            } catch (InputException e) {
                // refused
            } catch (RuntimeException | Error e) {
                fail("seed %d, mutation %d: %s".formatted(SEED, mutation, changed), e);
            }
        }
    }
}
