package dev.valence.internal.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import dev.valence.internal.tokenize.WordTokenizer;
import dev.valence.train.Cutting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCorpusTest {
    private final WordTokenizer tokenizer = new WordTokenizer("a", "b", "c", "d.", "E");

    @TempDir
    Path folder;

    private Path text;

    @BeforeEach
    void nameTheFile() {
        text = folder.resolve("corpus.txt");
    }

    private TokenCorpus open(Cutting cutting, int maximumLength) {
        return open(cutting, maximumLength, Progress.NONE);
    }

    private TokenCorpus open(Cutting cutting, int maximumLength, Progress progress) {
        WindowCutter cutter = new WindowCutter(tokenizer, cutting, maximumLength);
        return TokenCorpus.open(folder.resolve("cache"), List.of(text), cutter, 2, progress);
    }

    private static List<List<Integer>> windows(TokenCorpus corpus) {
        return IntStream.range(0, corpus.size())
                .mapToObj(w -> Arrays.stream(corpus.select(w).ids()).boxed().toList())
                .toList();
    }

    @Test
    void windowsAreCutWhereTheLengthIsFull() throws IOException {
        Files.writeString(text, "a b c a b c a b c a b\n\n  \nc b a\na b\n");
        TokenCorpus corpus = open(Cutting.WINDOWS, 6);
        assertThat(windows(corpus))
                .containsExactly(
                        List.of(0, 3, 4, 5, 3, 1),
                        List.of(0, 4, 5, 3, 4, 1),
                        List.of(0, 5, 3, 4, 1),
                        List.of(0, 5, 4, 3, 1)); // "a b" is too short to learn from
        assertThat(corpus.documents()).isEqualTo(3);
        assertThat(corpus.select(3, 0).offsets()).containsExactly(0, 5, 11);
    }

    @Test
    void sentencesStandByThemselves() throws IOException {
        Files.writeString(text, "a b c d. E a b c d.\nE b a\n");
        assertThat(windows(open(Cutting.SENTENCES, 7)))
                .containsExactly(List.of(0, 3, 4, 5, 6, 1), List.of(0, 7, 3, 4, 5, 6, 1), List.of(0, 7, 4, 3, 1));
    }

    /** Pieces of 65,536 characters are 32,768 words: windows of 13 leave a rest of 8 each, and of 9 at the end. */
    @Test
    void windowsOfALongDocumentPutEndToEndAreTheDocument() throws IOException {
        int[] words = IntStream.range(0, 100_003)
                .map(i -> (int) ((long) i * i % 11 % 3))
                .toArray();
        String document = Arrays.stream(words)
                .mapToObj("abc"::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
        Files.writeString(text, document);
        int before = tokenizer.encoded();
        TokenCorpus corpus = open(Cutting.WINDOWS, 15);
        int example = 1; // the cutter looks at one text of its own
        assertThat(tokenizer.encoded() - before - example)
                .as("pieces of the document")
                .isEqualTo(4);
        int[] tokens = IntStream.range(0, corpus.size())
                .flatMap(w -> Arrays.stream(corpus.select(w).ids(), 1, corpus.length(w) - 1))
                .toArray();
        assertThat(tokens).isEqualTo(Arrays.stream(words).map(word -> word + 3).toArray());
        assertThat(corpus.documents()).isEqualTo(1);
    }

    @Test
    void progressEndsAtTheTotal() throws IOException {
        Files.writeString(text, "a b c a b c a b c\r\n".repeat(5003) + "a b c");
        List<Long> done = new ArrayList<>();
        open(Cutting.WINDOWS, 6, (kilobytes, total) -> {
            assertThat(total).isEqualTo(5003 * 19 / 1024);
            done.add(kilobytes);
        });
        assertThat(done).isSorted().hasSize(3).endsWith(5003L * 19 / 1024);
    }

    @Test
    void theSecondTimeNothingIsTokenized() throws IOException {
        Files.writeString(text, "a b c\n");
        List<List<Integer>> first = windows(open(Cutting.WINDOWS, 6));
        int encoded = tokenizer.encoded();
        WindowCutter cutter = new WindowCutter(tokenizer, Cutting.WINDOWS, 6);
        int example = tokenizer.encoded() - encoded; // the cutter looks at one text of its own
        TokenCorpus again = TokenCorpus.open(folder.resolve("cache"), List.of(text), cutter, 1, Progress.NONE);
        assertThat(windows(again)).isEqualTo(first);
        assertThat(tokenizer.encoded()).isEqualTo(encoded + example);

        Files.writeString(text, "a b c c\n");
        assertThat(windows(open(Cutting.WINDOWS, 6))).containsExactly(List.of(0, 3, 4, 5, 5, 1));
    }

    @ParameterizedTest(name = "byte {0} of the file changed")
    @ValueSource(ints = {0, 5, 17, 43, 50, 63, 64, 80, 96, 107})
    void aDamagedFileIsMadeAnew(int at) throws IOException {
        Files.writeString(text, "a b c\nc c b\n");
        List<List<Integer>> expected = windows(open(Cutting.WINDOWS, 6));
        Path file = cached();
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(64 + 10 * 4 + 2 * 2 * 4);
        bytes[at] ^= 4;
        Files.write(file, bytes);
        assertThat(windows(open(Cutting.WINDOWS, 6))).isEqualTo(expected);
        bytes[at] ^= 4;
        assertThat(file).as("is what it was before").hasBinaryContent(bytes);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(windows(open(Cutting.WINDOWS, 6))).isEqualTo(expected);
        assertThat(file).as("is what it was before").hasBinaryContent(bytes);
    }

    private Path cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.toList().get(0);
        }
    }

    @Test
    void allWindowsOfADocumentAreOnOneSide() throws IOException {
        Files.writeString(text, "a b c a b c a b c\n".repeat(1009));
        TokenCorpus corpus = open(Cutting.WINDOWS, 5);
        int[] train = corpus.part(0.2, 7, false);
        int[] held = corpus.part(0.2, 7, true);
        assertThat(train.length + held.length).isEqualTo(corpus.size());
        // three windows a document; 1,009 draws of 0.2 have a deviation of 12.7
        Set<Integer> documents = Arrays.stream(held).mapToObj(w -> w / 3).collect(Collectors.toSet());
        assertThat(held).hasSize(3 * documents.size());
        assertThat(documents.size()).isBetween(202 - 51, 202 + 51);
        assertThat(corpus.part(0.2, 8, true)).isNotEqualTo(held);
    }

    @Test
    void wrongTextIsNamedWithItsPlace() throws IOException {
        assertThatThrownBy(() -> open(Cutting.WINDOWS, 6))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such file");
        Files.writeString(text, "\n \n");
        assertThatThrownBy(() -> open(Cutting.WINDOWS, 6))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least one document");
        Files.write(text, new byte[] {'a', '\n', 'b', (byte) 0xFF, '\n'});
        assertThatThrownBy(() -> open(Cutting.WINDOWS, 6))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("corpus.txt:2")
                .hasMessageContaining("0xFF");
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            assertThat(files).as("nothing half-made is left").isEmpty();
        }
    }
}
