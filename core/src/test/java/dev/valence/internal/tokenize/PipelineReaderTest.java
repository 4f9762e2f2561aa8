package dev.valence.internal.tokenize;

import static dev.valence.internal.tokenize.PipelineFiles.BERT;
import static dev.valence.internal.tokenize.PipelineFiles.BERT_PROCESSING;
import static dev.valence.internal.tokenize.PipelineFiles.LOWER_CASE;
import static dev.valence.internal.tokenize.PipelineFiles.TEMPLATE;
import static dev.valence.internal.tokenize.PipelineFiles.WHITESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.SharedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineReaderTest {
    private static final String WORD_PIECE = PipelineFiles.file(
            PipelineFiles.bert(true, true, "null", true),
            BERT,
            TEMPLATE,
            PipelineFiles.wordPiece(PipelineFiles.learn(true), 100));
    private static final String BYTE_PAIR = PipelineFiles.file(
            LOWER_CASE, WHITESPACE, BERT_PROCESSING, PipelineFiles.bytePair(PipelineFiles.learn(true)));

    private static boolean runsInJava(String json) {
        return PipelineReader.read(json.getBytes(StandardCharsets.UTF_8)) != null;
    }

    @Test
    void knowsTheUsualKinds() {
        assertThat(runsInJava(WORD_PIECE)).isTrue();
        assertThat(runsInJava(BYTE_PAIR)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 3000})
    void knowsWhatTheTutorialTrains(int size) throws IOException {
        assertThat(runsInJava(Files.readString(SharedFolder.reference("bpe/tokenizer_" + size + ".json"))))
                .isTrue();
    }

    @Test
    void ignoresPaddingTruncationAndDecoder() {
        assertThat(runsInJava(WORD_PIECE
                        .replace("\"padding\": null", "\"padding\": {\"strategy\": {\"Fixed\": 128}}")
                        .replace("\"truncation\": null", "\"truncation\": {\"max_length\": 128}")
                        .replace("\"decoder\": null", "\"decoder\": {\"type\": \"WordPiece\"}")))
                .isTrue();
    }

    static Stream<Arguments> strangers() {
        String first = "\"normalized\": false, \"special\": true}";
        return Stream.of(
                change("another version", WORD_PIECE, "\"1.0\"", "\"1.1\""),
                change("a new part", WORD_PIECE, "\"decoder\"", "\"recorder\": null, \"decoder\""),
                change("a part twice", WORD_PIECE, "\"normalizer\"", "\"normalizer\": null, \"normalizer\""),
                change("a part missing", WORD_PIECE, "\"normalizer\"", "\"decoder_\""),
                change("another normalizer", BYTE_PAIR, "\"Lowercase\"", "\"NFD\""),
                change("an option of Lowercase", BYTE_PAIR, "\"Lowercase\"", "\"Lowercase\", \"locale\": \"tr\""),
                change("a new option of BERT", WORD_PIECE, "\"clean_text\"", "\"fold\": true, \"clean_text\""),
                change("an option of BERT missing", WORD_PIECE, "\"clean_text\": true, ", ""),
                change("an option of BERT null", WORD_PIECE, "\"lowercase\": true", "\"lowercase\": null"),
                change("several normalizers", BYTE_PAIR, "\"Lowercase\"", "\"Sequence\", \"normalizers\": []"),
                change("another pre-tokenizer", BYTE_PAIR, "\"Whitespace\"", "\"WhitespaceSplit\""),
                change("no pre-tokenizer", BYTE_PAIR, "{\"type\": \"Whitespace\"}", "null"),
                change("another processor", BYTE_PAIR, "\"BertProcessing\"", "\"RobertaProcessing\""),
                change("an option of the processor", BYTE_PAIR, "\"sep\"", "\"trim_offsets\": true, \"sep\""),
                change("a template without text", WORD_PIECE, "{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}},\n", ""),
                change(
                        "a template of both texts",
                        WORD_PIECE,
                        "\"id\": \"A\", \"type_id\": 0}},\n",
                        "\"id\": \"B\", \"type_id\": 0}},\n"),
                change(
                        "a template of strange tokens",
                        WORD_PIECE,
                        "\"SpecialToken\": {\"id\": \"[CLS]\"",
                        "\"SpecialToken\": {\"id\": \"[BOS]\""),
                change("a token taken with the blank before it", WORD_PIECE, "\"lstrip\": false", "\"lstrip\": true"),
                change("a token taken with the blank after it", WORD_PIECE, "\"rstrip\": false", "\"rstrip\": true"),
                change("a token between words only", WORD_PIECE, "\"single_word\": false", "\"single_word\": true"),
                change("a token to be normalized", WORD_PIECE, "\"normalized\": false", "\"normalized\": true"),
                change("a flag of tokens", WORD_PIECE, first, first.replace("}", ", \"sticky\": false}")),
                change(
                        "an added token of another id",
                        WORD_PIECE,
                        "{\"id\": 3, \"content\"",
                        "{\"id\": 2, \"content\""),
                change("an added token outside", WORD_PIECE, "\"content\": \"[MASK]\"", "\"content\": \"[GAP]\""),
                change(
                        "an added token that surrogates spell",
                        WORD_PIECE,
                        "\"content\": \"[MASK]\"",
                        "\"content\": \"?\""),
                change("another model", WORD_PIECE, "\"WordPiece\"", "\"WordLevel\""),
                change("a new option of WordPiece", WORD_PIECE, "\"unk_token\"", "\"fuse\": true, \"unk_token\""),
                change("an unknown token outside", WORD_PIECE, "\"unk_token\": \"[UNK]\"", "\"unk_token\": \"[NIL]\""),
                change("no unknown token", BYTE_PAIR, "\"unk_token\": \"[UNK]\"", "\"unk_token\": null"),
                change("dropout", BYTE_PAIR, "\"dropout\": null", "\"dropout\": 0.1"),
                change("a suffix", BYTE_PAIR, "\"end_of_word_suffix\": null", "\"end_of_word_suffix\": \"</w>\""),
                change("unknown tokens in one", BYTE_PAIR, "\"fuse_unk\": false", "\"fuse_unk\": true"),
                change("bytes", BYTE_PAIR, "\"byte_fallback\": false", "\"byte_fallback\": true"),
                change("whole words first", BYTE_PAIR, "\"ignore_merges\": false", "\"ignore_merges\": true"),
                change("another prefix", BYTE_PAIR, "_prefix\": \"##\"", "_prefix\": \"@@\""),
                change("a merge of three", BYTE_PAIR, "\"merges\": [[", "\"merges\": [[\"x\", "),
                change("a merge of strangers", BYTE_PAIR, "\"merges\": [", "\"merges\": [[\"☃\", \"##☃\"], "),
                change("a heading of merges", BYTE_PAIR, "\"merges\": [", "\"merges\": [\"#version: 0.2\", "),
                change("half a character", BYTE_PAIR, "\"vocab\": {", "\"vocab\": {\"\\uD83D\": 5,"),
                change("an id below zero", BYTE_PAIR, "\"vocab\": {", "\"vocab\": {\"☃\": -5,"),
                change("an id beyond int", BYTE_PAIR, "\"vocab\": {", "\"vocab\": {\"☃\": 2147483648,"),
                Arguments.argumentSet("a list", "[]"),
                Arguments.argumentSet("nothing", ""),
                Arguments.argumentSet("half", BYTE_PAIR.substring(0, BYTE_PAIR.length() / 2)));
    }

    private static Arguments change(String name, String json, String from, String to) {
        assertThat(json).as(name).contains(from);
        int at = json.indexOf(from);
        return Arguments.argumentSet(name, json.substring(0, at) + to + json.substring(at + from.length()));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void leavesWhatItDoesNotKnowToTheLibrary(String json) {
        assertThat(runsInJava(json)).isFalse();
    }
}
