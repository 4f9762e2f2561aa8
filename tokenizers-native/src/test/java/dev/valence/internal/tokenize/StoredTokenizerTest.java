package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected ids are AutoTokenizer's, see tools/reference/tokenizer_companions.py. */
class StoredTokenizerTest {
    private static final ConfigJson REFERENCE = reference();
    private static final int NO_CUT = 997;

    /** What is refused whatever Transformers does, by the ends of cases, and what the message names. */
    private static final Map<Pattern, String> REFUSED = Map.of(
            Pattern.compile(".*, (BertJapanese|ConvBert|MPNet|Albert|GPT2|NoSuch)Tokenizer(Fast)?"),
            "'tokenizer_class'",
            Pattern.compile("(cased|uncased|vocab.txt), (Roberta|Longformer)Tokenizer(Fast)?|word pieces for RoBERTa"),
            "for a RobertaTokenizer",
            Pattern.compile(".*(cased|uncased|vocab.txt|byte pairs), cls (null|not in the vocabulary)"),
            "'cls_token'",
            Pattern.compile(".*, XLMRobertaTokenizer"),
            "for a XLMRobertaTokenizer",
            Pattern.compile("pieces without a class"),
            "for a BertTokenizer",
            Pattern.compile(".*, split_special_tokens"),
            "'split_special_tokens'",
            Pattern.compile(".*, code of its own"),
            "'auto_map'");

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("given"));
    }

    private static ConfigJson reference() {
        return ConfigJson.read(TokenizerContract.resource("companions.json"));
    }

    static Stream<Arguments> cases() {
        return REFERENCE.objects("cases").stream().map(json -> Arguments.argumentSet(json.string("name"), json));
    }

    private void write(ConfigJson json) throws IOException {
        List<?> files = (List<?>) REFERENCE.values().get("files");
        for (Map.Entry<String, ?> file : json.object("files").values().entrySet()) {
            Files.writeString(
                    folder.resolve(file.getKey()), (String) files.get(Math.toIntExact((Long) file.getValue())));
        }
    }

    private static List<List<Integer>> expected(ConfigJson json, String key) {
        List<?> encodings = (List<?>) REFERENCE.values().get("encodings");
        return ((List<?>) json.values().get(key))
                .stream()
                        .map(index -> (List<?>) encodings.get(Math.toIntExact((Long) index)))
                        .map(ids -> ids.stream()
                                .map(id -> Math.toIntExact((Long) id))
                                .toList())
                        .toList();
    }

    private static List<List<Integer>> encode(StoredTokenizer stored, int longest) {
        List<List<Integer>> encoded = new ArrayList<>();
        try (Tokenizer tokenizer = stored.open(longest)) {
            for (String text : REFERENCE.strings("texts")) {
                encoded.add(Arrays.stream(tokenizer.encode(text).ids()).boxed().toList());
            }
        }
        return encoded;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void idsAreThoseOfTransformers(ConfigJson json) throws IOException {
        write(json);
        String name = json.string("name");
        String refused = REFUSED.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(json.has("error") ? "" : null);
        if (refused != null) {
            assertThatThrownBy(() -> StoredTokenizer.read(folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(folder.toString())
                    .hasMessageContainingAll("required", "found", refused)
                    .message()
                    .hasLineCount(1);
            return;
        }
        StoredTokenizer stored = StoredTokenizer.read(folder);
        int longest = REFERENCE.integer("length", 1, NO_CUT);
        check(json, stored, longest);
        Path written = Files.createDirectories(results().resolve(name.replaceAll("\\W+", "-")));
        Files.copy(folder.resolve("config.json"), written.resolve("config.json"));
        for (Map.Entry<String, byte[]> file : stored.files(longest).entrySet()) {
            Files.write(written.resolve(file.getKey()), file.getValue());
        }
        check(json, StoredTokenizer.read(written), longest);
    }

    private static void check(ConfigJson json, StoredTokenizer stored, int longest) {
        assertThat(encode(stored, NO_CUT)).isEqualTo(expected(json, "whole"));
        assertThat(encode(stored, Math.min(longest, stored.maximumLength()))).isEqualTo(expected(json, "cut"));
    }

    /** Where {@code tools/reference/load_tokenizers.py} is to find what was written. */
    private Path results() {
        String kept = System.getProperty("valence.tokenizers");
        return kept == null ? temporary.resolve("written") : Path.of(kept);
    }

    /** Another name than tokenizer.json is a file by itself. */
    @Test
    void aFileOfAnotherNameIsTakenAsItIs() throws IOException {
        write(REFERENCE.objects("cases").stream()
                .filter(json -> json.string("name").equals("cased, do_lower_case True"))
                .findFirst()
                .orElseThrow());
        Path other = Files.copy(folder.resolve("tokenizer.json"), folder.resolve("other.json"));
        try (Tokenizer beside = HuggingFaceTokenizer.open(folder, NO_CUT);
                Tokenizer alone = HuggingFaceTokenizer.open(other, NO_CUT)) {
            assertThat(beside.encode("GOOD").ids()).containsExactly(10, 21, 11);
            assertThat(alone.encode("GOOD").ids()).containsExactly(10, 9, 11);
            assertThat(beside.contentHash()).isNotEqualTo(alone.contentHash());
        }
    }
}
