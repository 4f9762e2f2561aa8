package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.valence.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A tokenizer.json from nobody knows where is opened or refused, in Java and by the native library. Where that is brought
 * down, so are these tests: the file it was given last is then {@code target/hostile-tokenizer.json}.
 */
class HostileTokenizerTest {
    private static final int MUTATIONS = Boolean.getBoolean("valence.chaos") ? 1_000_000 : 1_000;
    private static final long SEED = 37;
    private static final List<String> TE2_096TS =
            List.of("", "ab a", "ﬁne \u00e9 [CLS] \uD83D\uDE42", "a".repeat(60) + "b");

    private static final String TOKENS = "\"[CLS]\":0,\"a\":1,\"b\":2,\"ab\":3,\"\u00e9\":4,\"##a\":5,\"[UNK]\":6";
    private static final String BYTE_PAIR = "{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":\"[UNK]\","
            + "\"continuing_subword_prefix\":null,\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":false,"
            + "\"vocab\":{" + TOKENS + "},\"merges\":[[\"a\",\"b\"]]}";
    private static final String UNIGRAM =
            "{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"[CLS]\",0],[\"a\",-1.5],[\"b\",-2],"
                    + "[\"\u2581\",-3]],\"byte_fallback\":false}";
    private static final String WORD_PIECE =
            "{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"continuing_subword_prefix\":"
                    + "\"##\",\"max_input_chars_per_word\":100,\"vocab\":{" + TOKENS + "}}";
    private static final String TEMPLATE =
            "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"[CLS]\","
                    + "\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},"
                    + "{\"Sequence\":{\"id\":\"B\",\"type_id\":1}}],\"special_tokens\":{\"[CLS]\":{\"id\":\"[CLS]\",\"ids\":[0],"
                    + "\"tokens\":[\"[CLS]\"]}}}";
    private static final String TEXT_PIECE = "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}";
    private static final String TOKEN_PIECE = "{\"SpecialToken\":{\"id\":\"[CLS]\",\"type_id\":0}}";
    private static final String ROBERTA = "{\"type\":\"RobertaProcessing\",\"sep\":[\"b\",2],\"cls\":[\"[CLS]\",0],"
            + "\"trim_offsets\":true,\"add_prefix_space\":false}";
    private static final String BYTES =
            "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}";
    private static final String MARKS =
            "{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"always\",\"split\":true}";
    private static final String REPLACE = "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" {2,}\"},\"content\":\" \"}";
    private static final String SPLIT =
            "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\s+(?!\\\\S)|\\\\w+\"},\"behavior\":"
                    + "\"Isolated\",\"invert\":false}";

    @TempDir
    Path folder;

    private static String file(String normalizer, String preTokenizer, String postProcessor, String model) {
        return "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[{\"id\":0,\"content\":\"[CLS]\","
                + "\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true}],"
                + "\"normalizer\":" + normalizer + ",\"pre_tokenizer\":" + preTokenizer + ",\"post_processor\":"
                + postProcessor + ",\"decoder\":null,\"model\":" + model + "}";
    }

    private static String normalizing(String normalizer) {
        return file(normalizer, "null", "null", BYTE_PAIR);
    }

    private static String sequence(String... normalizers) {
        return "{\"type\":\"Sequence\",\"normalizers\":[" + String.join(",", normalizers) + "]}";
    }

    private static String split(String regex) {
        return file("null", SPLIT.replace("\\\\s+(?!\\\\S)|\\\\w+", regex), "null", BYTE_PAIR);
    }

    private static String prepend(int length) {
        return "{\"type\":\"Prepend\",\"prepend\":\"" + "b".repeat(length) + "\"}";
    }

    private static String replaceString(String from, String to) {
        return "{\"type\":\"Replace\",\"pattern\":{\"String\":\"" + from + "\"},\"content\":\"" + to + "\"}";
    }

    private static String piecesOf(int times, String preTokenizer) {
        String sequence = "{\"type\":\"Sequence\",\"pretokenizers\":["
                + String.join(",", Collections.nCopies(times, preTokenizer)) + "]}";
        return file("null", sequence, "null", BYTE_PAIR);
    }

    /** The template with a piece of it several times. */
    private static String repeated(String piece, int times) {
        return TEMPLATE.replaceFirst(
                Pattern.quote(piece), Matcher.quoteReplacement(piece + ("," + piece).repeat(times - 1)));
    }

    private static String precompiled(String base64) {
        return "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + base64 + "\"}";
    }

    /** A map of the letter a to the text, with the unit of the letter as given. */
    private static String map(int unit, String replacement) {
        byte[] bytes = replacement.getBytes(StandardCharsets.UTF_8);
        ByteBuffer map = ByteBuffer.allocate(4 + 4 * 512 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        map.putInt(0, 4 * 512).putInt(4, 256 << 10).putInt(4 + 4 * (256 ^ 'a'), unit);
        map.position(4 + 4 * 512).put(bytes);
        return Base64.getEncoder().encodeToString(map.array());
    }

    private static int unit(int offset) {
        return 'a' | 1 << 8 | offset << 10;
    }

    static Stream<Arguments> hostileFiles() {
        String longPrefix = BYTE_PAIR.replace("prefix\":null", "prefix\":\"####\"");
        String twice = "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aa\"}";
        return Stream.of(
                hostile("a merge without the prefix", file("null", "null", "null", longPrefix), "does not continue"),
                hostile(
                        "a prefix that ends within a character",
                        file(
                                "null",
                                "null",
                                "null",
                                longPrefix.replace("####", "#").replace("[[\"a\",\"b\"]]", "[[\"a\",\"\u00e9\"]]")),
                        "does not continue"),
                hostile("a map that is not Base64", normalizing(precompiled("*")), "not Base64"),
                hostile(
                        "a map with bits behind its end",
                        normalizing(precompiled(map(unit(1), "b").replaceFirst("g==$", "h=="))),
                        "not Base64"),
                hostile(
                        "a map without its padding",
                        normalizing(precompiled(map(unit(1), "b").replace("=", ""))),
                        "not Base64"),
                hostile("an empty map", normalizing(precompiled("")), "leads outside"),
                hostile("a map of garbage", normalizing(precompiled("BAAAAP////8=")), "leads outside"),
                hostile("a map whose trie leads away", normalizing(precompiled(map(unit(512), "b"))), "leads outside"),
                hostile("a map without replacement", normalizing(precompiled(map(unit(1), ""))), "leads outside"),
                hostile(
                        "a map to half a character",
                        normalizing(precompiled(cut(map(unit(1), "\u00e9")))),
                        "not UTF-8"),
                hostile(
                        "a text grown without end",
                        normalizing(sequence(Collections.nCopies(40, twice).toArray(String[]::new))),
                        "times as long"),
                hostile(
                        "beginnings upon beginnings",
                        normalizing(sequence(Collections.nCopies(40, prepend(9)).toArray(String[]::new))),
                        "times as long"),
                hostile("a long beginning", normalizing(prepend(5_000)), "more than 4096 times as long"),
                hostile(
                        "a long beginning under another name",
                        normalizing(named("Strip", prepend(5_000))),
                        "more than 4096 times as long"),
                hostile(
                        "a beginning replaced",
                        normalizing(sequence(prepend(99), replaceString("b", "c".repeat(50)))),
                        "more than 4096 times as long"),
                hostile(
                        "bytes of bytes",
                        normalizing(sequence(Collections.nCopies(30, "{\"type\":\"ByteLevel\"}")
                                .toArray(String[]::new))),
                        "times as long"),
                hostile("bytes of bytes of pieces", piecesOf(30, BYTES), "times as long"),
                hostile("bytes of pieces under another name", piecesOf(30, named("Digits", BYTES)), "times as long"),
                hostile("marks before marks", piecesOf(30, MARKS), "times as long"),
                hostile(
                        "steps that grow a text little by themselves",
                        file(sequence("{\"type\":\"NFKD\"}", prepend(19)), BYTES, repeated(TEXT_PIECE, 3), BYTE_PAIR),
                        "more than 4096 times as long"),
                hostile(
                        "a text repeated over and over",
                        post("{\"type\":\"Sequence\",\"processors\":["
                                + String.join(",", Collections.nCopies(30, repeated(TEXT_PIECE, 2)))
                                + "]}"),
                        "times as long"),
                hostile("a template of many tokens", post(repeated(TOKEN_PIECE, 1_001)), "more than 1000 tokens"),
                hostile(
                        "a token of many ids, many times",
                        post(repeated(TOKEN_PIECE, 900)
                                .replace("[0]", "[0" + ",0".repeat(99_999) + "]")
                                .replace("[\"[CLS]\"]", "[\"[CLS]\"" + ",\"[CLS]\"".repeat(99_999) + "]")),
                        "more than 1000 tokens"),
                hostile(
                        "pieces of no length",
                        file("null", "{\"type\":\"FixedLength\",\"length\":0}", "null", BYTE_PAIR),
                        "length"),
                hostile("a template of a second text", post(TEMPLATE.replaceFirst("\"A\"", "\"B\"")), "with a second"),
                hostile("a template of nobody", post(TEMPLATE.replaceFirst("\"\\[CLS]\"", "\"[SEP]\"")), "found [SEP]"),
                hostile(
                        "a template of nobody under another name",
                        post(named("Whatever", TEMPLATE.replaceFirst("\"\\[CLS]\"", "\"[SEP]\""))),
                        "found [SEP]"),
                hostile(
                        "a sequence under another name",
                        post("{\"type\":\"Whatever\",\"processors\":["
                                + named("ByteLevel", TEMPLATE.replaceFirst("\"A\"", "\"B\"")) + "]}"),
                        "with a second"),
                hostile(
                        "a repetition under another name",
                        file("null", named("Punctuation", SPLIT.replace("\\\\w+", "(a+)+$")), "null", BYTE_PAIR),
                        "may take any time"),
                hostile("a special token far away", post(TEMPLATE.replace("[0]", "[77]")), "the id 77 "),
                hostile("a special token past 2^31", post(ROBERTA.replace("0]", "4294967295]")), "the id 4294967295"),
                hostile(
                        "an unknown token that is none",
                        file("null", "null", "null", UNIGRAM.replace("\"unk_id\":0", "\"unk_id\":null")),
                        "unk_id"),
                hostile(
                        "ids far away",
                        file("null", "null", "null", BYTE_PAIR.replace("##a\":5", "##a\":2147483646")),
                        "2,147,483,646"),
                hostile(
                        "ids that leave gaps",
                        file("null", "null", "null", BYTE_PAIR.replace("##a\":5", "##a\":200000")),
                        "200,000 among 7"),
                hostile("a part twice", normalizing("null,\"normalizer\":null"), "Duplicate"),
                hostile("a part without type", normalizing("[\"AAAA\"]"), "no object"),
                hostile("a back-reference", split("(a)\\\\1"), "may take any time"),
                hostile("repetitions repeated", split("(a+)+$"), "may take any time"),
                hostile("choices repeated", split("(a|a)*c"), "may take any time"),
                hostile("repetitions side by side", split("a*a*c"), "may take any time"),
                hostile("many options", split("a?".repeat(30) + "a".repeat(30)), "may take any time"));
    }

    private static Arguments hostile(String name, String json, String found) {
        return Arguments.argumentSet(name, json, found);
    }

    private static String post(String processor) {
        return file("null", "null", processor, BYTE_PAIR);
    }

    private static String named(String type, String part) {
        return part.replaceFirst("\"type\":\"\\w+\"", "\"type\":\"" + type + "\"");
    }

    private static String cut(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, bytes.length - 1));
    }

    private static void use(Tokenizer tokenizer) {
        try (tokenizer) {
            for (String text : TE2_096TS) {
                for (int id : tokenizer.encodeWithOffsets(text).encoding().ids()) {
                    assertThat(tokenizer.contains(id)).as("id %d", id).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostileFiles")
    void isRefused(String json, String found) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
        assertThatThrownBy(() -> use(HuggingFaceTokenizer.open(file, 17)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": required ")
                .hasMessageContaining(found)
                .message()
                .hasLineCount(1);
        assertThatThrownBy(() -> use(ReferenceTokenizer.open(file, 17))).isInstanceOf(InputException.class);
    }

    @Test
    void aMapThatStaysInsideIsFollowed() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), normalizing(precompiled(map(unit(1), "b"))));
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, 17)) {
            assertThat(tokenizer.encode("aé").ids()).containsExactly(2, 4);
        }
    }

    /** A character may become 4,001, and 2^23 / 4,001 = 2,096.6. */
    @Test
    void aTextThatWouldGrowPastTheMemoryIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), normalizing(prepend(4_000)));
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, 17)) {
            assertThat(tokenizer.encode("a".repeat(2_096)).truncated()).isTrue();
            assertThatThrownBy(() -> tokenizer.encode("a".repeat(2_097)))
                    .isInstanceOf(InputException.class)
                    .hasMessage(
                            file + ": required texts of at most 2,096 characters, because it may make them 4,001 times"
                                    + " as long, found one of 2,097; shorten the text");
        }
    }

    @Test
    void aGigabyteIsNotRead() throws IOException {
        Path large = folder.resolve("large.json");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.writeBytes("{\"a\":\"");
            file.setLength(1L << 30); // takes no room on the disk
        }
        assertThatThrownBy(() -> HuggingFaceTokenizer.open(large, 17))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(large + ": required a tokenizer.json of at most ")
                .hasMessageContaining("found 1,073,741,824");
    }

    @Test
    void changesAtRandom() throws IOException {
        List<String> files = List.of(
                file("{\"type\":\"Lowercase\"}", "{\"type\":\"Whitespace\"}", TEMPLATE, BYTE_PAIR),
                file(
                        PipelineFiles.bert(true, true, "null", true),
                        "{\"type\":\"BertPreTokenizer\"}",
                        TEMPLATE,
                        WORD_PIECE),
                file("null", SPLIT, ROBERTA, BYTE_PAIR),
                file(
                        sequence(precompiled(map(unit(1), "b")), REPLACE),
                        "{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"always\",\"split\":true}",
                        TEMPLATE,
                        UNIGRAM));
        for (String whole : files) {
            use(HuggingFaceTokenizer.open(Files.writeString(folder.resolve("whole.json"), whole), 17));
        }
        Random random = new Random(SEED);
        Path file = Path.of("target", "hostile-tokenizer.json");
        int opened = 0;
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            String changed = Mutations.of(files.get(mutation % files.size()), random);
            Files.writeString(file, changed);
            try {
                use(mutation % 2 == 0 ? HuggingFaceTokenizer.open(file, 17) : ReferenceTokenizer.open(file, 17));
                opened++;
            } catch (InputException e) {
                assertThat(e)
                        .message()
                        .as("seed %d, mutation %d", SEED, mutation)
                        .hasLineCount(1);
            } catch (RuntimeException | Error e) {
                fail("seed %d, mutation %d: %s".formatted(SEED, mutation, changed), e);
            }
        }
        assertThat(opened).isBetween(MUTATIONS / 100, MUTATIONS);
    }
}
