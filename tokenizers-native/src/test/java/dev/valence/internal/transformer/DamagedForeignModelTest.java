package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.internal.compute.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Directories that other programs saved have no manifest. A file that was cut is noticed all the same; a bit that turned
 * may not be, but ends in a prediction or a message.
 */
class DamagedForeignModelTest {
    private static final int CUTS = 64;
    private static final int FLIPS = Boolean.getBoolean("valence.chaos") ? 1_000 : 100;
    private static final long SEED = 47;
    private static final String TOKENIZER =
            "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
                    + "\"normalizer\":{\"type\":\"Lowercase\"},\"pre_tokenizer\":{\"type\":\"Whitespace\"},\"post_processor\":"
                    + "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",1],\"cls\":[\"[CLS]\",0]},\"decoder\":null,\"model\":{\"type\":"
                    + "\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":100,"
                    + "\"vocab\":{\"[CLS]\":0,\"[SEP]\":1,\"[UNK]\":2,\"a\":3,\"film\":4,\"##s\":5}}}";

    @TempDir
    Path directory;

    @BeforeEach
    void copy() throws IOException {
        Path reference = new HuggingFaceReference("bert").directory();
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(reference.resolve(name), directory.resolve(name));
        }
        Files.writeString(directory.resolve("tokenizer.json"), TOKENIZER);
    }

    private void use() {
        try (Classifier classifier = SavedClassifier.open(directory, Backend.scalar(), 1)) {
            assertThat(classifier.predict(List.of("a film", "films \u2603"))).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.json"})
    void isNoticedOrDoesNoHarm(String name) throws IOException {
        use();
        Path file = directory.resolve(name);
        byte[] good = Files.readAllBytes(file);
        for (int cut = 0; cut < CUTS; cut++) {
            Files.write(file, Arrays.copyOf(good, good.length * cut / CUTS));
            assertThatThrownBy(this::use)
                    .as("cut to %d of 64", cut)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(name)
                    .message()
                    .hasLineCount(1);
        }
        Random random = new Random(SEED);
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] bad = good.clone();
            int bit = random.nextInt(8 * good.length);
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            try {
                use();
            } catch (InputException e) {
                assertThat(e).message().as("seed %d, bit %d", SEED, bit).hasLineCount(1);
            } catch (RuntimeException | Error e) {
                fail("seed %d, bit %d turned".formatted(SEED, bit), e);
            }
        }
    }
}
