package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.Progress;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherCacheTest {
    private static final TokenBatch TEXTS = TokenBatch.of(IntStream.range(0, 523)
            .mapToObj(text -> IntStream.rangeClosed(0, text % 7)
                    .map(place -> (text + place) % 31)
                    .toArray())
            .toArray(int[][]::new));

    @TempDir
    Path folder;

    private TransformerClassifier teacher;
    private TeacherCache cache;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void open() {
        teacher = SmallClassifier.in(folder, 71, 2);
        cache = new TeacherCache(folder.resolve("cache"), warnings::add);
    }

    @AfterEach
    void close() {
        teacher.close();
    }

    private TeacherLogits logits(String weights, TokenBatch texts, boolean asked) {
        AtomicInteger reports = new AtomicInteger();
        Progress progress = (done, total) -> reports.incrementAndGet();
        TeacherLogits logits = cache.logits(teacher, weights, texts, progress);
        assertThat(reports).as("reports: two portions, or one from the cache").hasValue(asked ? 2 : 1);
        return logits;
    }

    @Test
    void asksOnce() {
        TeacherLogits said = TeacherLogits.of(teacher, TEXTS, Progress.NONE);
        for (boolean asked : new boolean[] {true, false, false}) {
            TeacherLogits logits = logits("w", TEXTS, asked);
            assertThat(logits.logits()).isEqualTo(said.logits());
            assertThat(logits.labels()).isEqualTo(said.labels());
        }
    }

    @Test
    void asksAgainWhereWeightsOrTextsAreOthers() {
        logits("w", TEXTS, true);
        logits("v", TEXTS, true);
        int[] ids = TEXTS.ids().clone();
        ids[ids.length - 1]++;
        logits("w", new TokenBatch(ids, TEXTS.offsets()), true);
        int[] offsets = TEXTS.offsets().clone();
        offsets[offsets.length - 2]--; // the same tokens, cut elsewhere
        logits("w", new TokenBatch(TEXTS.ids(), offsets), true);
        logits("w", TEXTS, false);
    }

    /** Where a byte is changed: length of the header, the header, the first logit and the last. */
    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {0, 11, -4184, -1})
    void makesADamagedFileAnew(int position) throws IOException {
        logits("w", TEXTS, true);
        byte[] whole = Files.readAllBytes(onlyFile());
        byte[] damaged = whole.clone();
        damaged[Math.floorMod(position, whole.length)] ^= 0x11;
        assertMadeAnew(whole, damaged);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 7, 100, 4000})
    void makesACutFileAnew(int length) throws IOException {
        logits("w", TEXTS, true);
        byte[] whole = Files.readAllBytes(onlyFile());
        assertMadeAnew(whole, Arrays.copyOf(whole, length));
    }

    @Test
    void makesAFileOfOtherTextsAnew() throws IOException {
        logits("v", TEXTS, true);
        byte[] foreign = Files.readAllBytes(onlyFile());
        Files.delete(onlyFile());
        logits("w", TEXTS, true);
        assertMadeAnew(Files.readAllBytes(onlyFile()), foreign);
    }

    @Test
    void withoutAFolderItAsksEveryTimeAndSaysSo() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        assertThat(logits("w", TEXTS, true).logits())
                .isEqualTo(TeacherLogits.of(teacher, TEXTS, Progress.NONE).logits());
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(folder.resolve("cache").toString(), "cannot be written")
                .hasLineCount(1);
    }

    private void assertMadeAnew(byte[] whole, byte[] found) throws IOException {
        Path file = onlyFile();
        Files.write(file, found);
        logits("w", TEXTS, true);
        assertThat(onlyFile()).isEqualTo(file).hasBinaryContent(whole);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
