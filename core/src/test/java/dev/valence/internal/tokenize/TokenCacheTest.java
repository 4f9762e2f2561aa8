package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.valence.internal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCacheTest {
    private static final List<String> TEXTS =
            List.of("the cold river", "", "unbelievably, walking and walking again!", "café");

    @TempDir
    Path folder;

    private CountingTokenizer tokenizer;
    private TokenCache cache;
    private final List<String> warnings = new ArrayList<>();

    /** Counts what a real tokenizer is asked to encode. */
    private static final class CountingTokenizer implements Tokenizer {
        private final Tokenizer tokenizer;
        private final AtomicInteger encoded = new AtomicInteger();

        CountingTokenizer(String name, int maximumLength) {
            this.tokenizer = HuggingFaceTokenizer.open(TokenizerContract.resource(name), maximumLength);
        }

        @Override
        public Encoding encode(String text) {
            encoded.incrementAndGet();
            return tokenizer.encode(text);
        }

        @Override
        public OffsetEncoding encodeWithOffsets(String text) {
            return tokenizer.encodeWithOffsets(text);
        }

        @Override
        public int maximumLength() {
            return tokenizer.maximumLength();
        }

        @Override
        public int vocabularySize() {
            return tokenizer.vocabularySize();
        }

        @Override
        public OptionalInt id(String token) {
            return tokenizer.id(token);
        }

        @Override
        public boolean contains(int id) {
            return id >= 0;
        }

        @Override
        public String token(int id) {
            return tokenizer.token(id);
        }

        @Override
        public String contentHash() {
            return tokenizer.contentHash();
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }

    @BeforeEach
    void open() {
        tokenizer = new CountingTokenizer("byte_pair.json", 11);
        cache = new TokenCache(folder.resolve("cache"), warnings::add);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void encodesTheSameTextsOnce() {
        Tokenization expected = Tokenization.of(tokenizer, TEXTS, 1, Progress.NONE);
        tokenizer.encoded.set(0);
        for (int time = 0; time < 3; time++) {
            assertSame(cache.tokenize(tokenizer, TEXTS, 2, Progress.NONE), expected);
        }
        assertThat(expected.truncated()).isEqualTo(1);
        assertThat(tokenizer.encoded).hasValue(TEXTS.size());
    }

    @Test
    void readsBackMoreTokensThanFitItsBuffer() {
        List<String> texts = Collections.nCopies(100_003, "cold river");
        Tokenization made = cache.tokenize(tokenizer, texts, 2, Progress.NONE);
        assertThat(made.batch().tokens()).isGreaterThan(1 << 18);
        assertSame(cache.tokenize(tokenizer, texts, 2, Progress.NONE), made);
        assertThat(tokenizer.encoded).hasValue(texts.size());
    }

    @Test
    void encodesAnewWhatDiffersInAnything() {
        cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE);
        tokenizer.encoded.set(0);
        cache.tokenize(tokenizer, List.of("the cold river", "c"), 1, Progress.NONE);
        cache.tokenize(tokenizer, List.of("the cold riverc", ""), 1, Progress.NONE); // the same letters, cut elsewhere
        assertThat(tokenizer.encoded).hasValue(4);
        try (CountingTokenizer shorter = new CountingTokenizer("byte_pair.json", 5);
                CountingTokenizer other = new CountingTokenizer("word_piece.json", 11)) {
            cache.tokenize(shorter, TEXTS, 1, Progress.NONE);
            cache.tokenize(other, TEXTS, 1, Progress.NONE);
            assertThat(shorter.encoded).hasValue(TEXTS.size());
            assertThat(other.encoded).hasValue(TEXTS.size());
        }
    }

    /** Where a byte is changed: magic, version, key, truncated, B, T, offsets, ids, checksum. */
    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {0, 4, 8, 39, 40, 44, 48, 52, 75, 90, -1})
    void makesADamagedFileAnew(int position) throws IOException {
        Tokenization made = cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE);
        byte[] bytes = Files.readAllBytes(onlyFile());
        byte[] damaged = bytes.clone();
        damaged[Math.floorMod(position, bytes.length)] ^= 0x11;
        assertMadeAnew(made, bytes, damaged);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 3, 51, 55, 56, 97})
    void makesACutFileAnew(int length) throws IOException {
        Tokenization made = cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE);
        byte[] bytes = Files.readAllBytes(onlyFile());
        assertMadeAnew(made, bytes, Arrays.copyOf(bytes, length));
    }

    @Test
    void makesAFileOfOtherTextsAnew() throws IOException {
        cache.tokenize(tokenizer, Collections.nCopies(TEXTS.size(), "other"), 1, Progress.NONE);
        byte[] foreign = Files.readAllBytes(onlyFile());
        Files.delete(onlyFile());
        Tokenization made = cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE);
        assertMadeAnew(made, Files.readAllBytes(onlyFile()), foreign);
    }

    @Test
    void withoutAFolderItTokenizesEveryTimeAndSaysSo() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        Tokenization expected = Tokenization.of(tokenizer, TEXTS, 1, Progress.NONE);
        assertSame(cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE), expected);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(folder.resolve("cache").toString(), "cannot be written")
                .hasLineCount(1);
    }

    @Test
    void aFileThatCannotBeReadIsMadeAnewAndToldOf() throws IOException {
        Tokenization made = cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE);
        Path file = onlyFile();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertSame(cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE), made);
        assertThat(warnings).singleElement().asString().contains("cannot be read");
    }

    private void assertMadeAnew(Tokenization made, byte[] whole, byte[] found) throws IOException {
        Path file = onlyFile();
        Files.write(file, found);
        tokenizer.encoded.set(0);
        assertSame(cache.tokenize(tokenizer, TEXTS, 1, Progress.NONE), made);
        assertThat(tokenizer.encoded).hasValue(TEXTS.size());
        assertThat(onlyFile()).isEqualTo(file).hasBinaryContent(whole);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static void assertSame(Tokenization actual, Tokenization expected) {
        assertThat(actual.batch().ids()).isEqualTo(expected.batch().ids());
        assertThat(actual.batch().offsets()).isEqualTo(expected.batch().offsets());
        assertThat(actual.truncated()).isEqualTo(expected.truncated());
    }
}
