package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ReferenceJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
    private static final List<String> TOKENS =
            List.of("[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]", "N", "n", "\"", "##o", "No", "no");
    private static final List<BytePairModel.Merge> MERGES =
            List.of(new BytePairModel.Merge("N", "##o"), new BytePairModel.Merge("n", "##o"));

    @TempDir
    Path folder;

    @Test
    void writesWhatTheOriginalWrites() throws IOException {
        Path trained = TokenizerContract.resource("byte_pair.trained.json");
        ReferenceJson model = ReferenceJson.read(trained).get("model");
        List<BytePairModel.Merge> merges = model.get("merges").list().stream()
                .map(ReferenceJson::strings)
                .map(pair -> new BytePairModel.Merge(pair.get(0), pair.get(1)))
                .toList();
        Path written = folder.resolve("tokenizer.json");
        TokenizerFile.write(new BytePairModel(model.get("vocab").keys(), merges, true), written);
        assertThat(written).hasSameBinaryContentAs(trained);
    }

    @Test
    void keepsTheCaseOfATokenizerLearnedSo() throws IOException {
        assertThat(encode(false, "No \"no")).containsExactly(1, 9, 7, 10, 2);
        assertThat(encode(true, "No \"no")).containsExactly(1, 10, 7, 10, 2);
    }

    private int[] encode(boolean lowerCase, String text) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        TokenizerFile.write(new BytePairModel(TOKENS, MERGES, lowerCase), file);
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, 17)) {
            return tokenizer.encode(text).ids();
        }
    }
}
