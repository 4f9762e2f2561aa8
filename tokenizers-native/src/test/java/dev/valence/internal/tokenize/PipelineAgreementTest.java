package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.SharedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What runs in Java gives the ids and offsets of the library, text by text. {@code -Dvalence.agreement.texts=1000000} takes
 * that many random texts, and all the data with every kind of tokenizer; {@code -Dvalence.agreement.seed} takes others.
 */
class PipelineAgreementTest {
    private static final int TEXTS = 20_000;
    private static final long SEED = Long.getLong("valence.agreement.seed", 20261125);
    private static final Integer ASKED = Integer.getInteger("valence.agreement.texts");
    private static final int REVIEWS = 101;

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        return PipelineFiles.all().entrySet().stream()
                .map(file -> Arguments.argumentSet(file.getKey(), file.getValue()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void agreesOnRandomTexts(String json) throws IOException {
        int kinds = PipelineFiles.all().size();
        int number = List.copyOf(PipelineFiles.all().values()).indexOf(json);
        RandomTexts texts = new RandomTexts(SEED);
        int count = (ASKED == null ? TEXTS : ASKED) / kinds;
        int inJava = agreeing(json, 1009, count, i -> texts.text(kinds * i + number))
                + agreeing(json, 11, count / 7, i -> texts.text(kinds * i + number));
        assertThat(inJava).as("texts that ran in Java").isGreaterThan(count / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sst2/train.tsv", "sst2/dev.tsv", "sst2/test.tsv"})
    void agreesOnSst2(String name) throws IOException {
        agreesOnLines(name, "byte pair, lower case");
    }

    @ParameterizedTest
    @ValueSource(strings = "brown/brown.txt")
    void agreesOnBrown(String name) throws IOException {
        agreesOnLines(name, "BERT, strip accents null, lower case true, ideographs true");
    }

    @ParameterizedTest
    @MethodSource("reviews")
    void agreesOnReviews(String name) throws IOException {
        agreesOnLines(name, "BERT, strip accents null, lower case true, ideographs true");
    }

    static Stream<String> reviews() throws IOException {
        try (Stream<Path> files = Files.list(SharedFolder.data("imdb_unsup"))) {
            return files
                    .map(file -> "imdb_unsup/" + file.getFileName())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private void agreesOnLines(String name, String usual) throws IOException {
        List<String> lines = Files.readAllLines(SharedFolder.data(name));
        Map<String, String> files = PipelineFiles.all();
        List<String> some = name.startsWith("imdb") ? lines.subList(0, REVIEWS) : lines;
        for (String kind : ASKED == null ? List.of(usual) : files.keySet()) {
            List<String> texts = ASKED == null ? some : lines;
            int inJava = agreeing(files.get(kind), 100_000, texts.size(), texts::get);
            assertThat(inJava).as(kind).isGreaterThan(texts.size() * 99 / 100);
        }
    }

    /** Compares encodings and tells how many texts ran in Java; what does not is the library's anyway. */
    private int agreeing(String json, int maximumLength, int count, IntFunction<String> texts) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
        Pipeline pipeline = PipelineReader.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(pipeline).as("runs in Java").isNotNull();
        PipelineEncoder encoder = new PipelineEncoder(pipeline, maximumLength, false);
        AtomicInteger inJava = new AtomicInteger();
        try (HuggingFaceTokenizer reference = ReferenceTokenizer.open(file, maximumLength)) {
            IntStream.range(0, count).parallel().forEach(i -> {
                String text = texts.apply(i);
                OffsetEncoding encoding = encoder.encodeWithOffsets(text);
                if (encoding != null) {
                    inJava.incrementAndGet();
                    assertThat(encoding)
                            .as("text %d of seed %d: %s", i, SEED, escaped(text))
                            .isEqualTo(reference.encodeWithOffsets(text));
                    assertThat(encoder.encode(text)).isEqualTo(encoding.encoding());
                }
            });
        }
        return inJava.get();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            escaped.append(character >= ' ' && character < 0x7F ? character : "\\u%04X".formatted((int) character));
        }
        return escaped.toString();
    }
}
