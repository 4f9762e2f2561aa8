package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Classifier;
import dev.valence.Prediction;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.Concurrently;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One saved classifier, used by many threads at once. */
class SharedClassifierTest {
    private static final int CALLERS = 16;
    private static final int TEXTS = 100_000;
    private static final long SEED = 41;

    @TempDir
    Path folder;

    @Test
    void sixteenThreadsGetWhatOneThreadGets() throws InterruptedException {
        List<String> texts = texts();
        assertThat(new HashSet<>(texts)).hasSize(TEXTS);
        Path saved = save();
        List<Prediction> alone;
        try (Classifier one = SavedClassifier.open(saved, Backend.best(), 1)) {
            alone = texts.stream().map(one::predict).toList();
        }
        try (Classifier shared = SavedClassifier.open(saved, Backend.best(), 2)) {
            int share = TEXTS / CALLERS;
            Concurrently.run(CALLERS, caller -> {
                int batch = 1 + caller % 4 * 7; // a fourth of the callers ask for one text after the other
                for (int from = caller * share; from < (caller + 1) * share; from += batch) {
                    int to = Math.min(from + batch, (caller + 1) * share);
                    List<Prediction> predictions = shared.predict(texts.subList(from, to));
                    for (int i = from; i < to; i++) {
                        assertThat(predictions.get(i - from).toArray())
                                .as("text %d of seed %d: %s", i, SEED, texts.get(i))
                                .isEqualTo(alone.get(i).toArray());
                    }
                }
            });
        }
    }

    /** Texts with a character that only the native tokenizer library knows too, whose memory closing frees. */
    @Test
    void closingEndsThoseWhoPredict() throws InterruptedException {
        String text = "a truly fine plot \u1C89";
        Classifier shared = SavedClassifier.open(save(), Backend.best(), 2);
        float[] expected = shared.predict(text).toArray();
        CountDownLatch begun = new CountDownLatch(CALLERS - 1);
        Concurrently.run(CALLERS, caller -> {
            if (caller == CALLERS - 1) {
                begun.await();
                shared.close();
                return;
            }
            begun.countDown();
            assertThatThrownBy(() -> {
                        while (true) {
                            assertThat(shared.predict(text).toArray()).isEqualTo(expected);
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("the (model|tokenizer|worker pool) is closed.*");
        });
    }

    private Path save() {
        Path saved = folder.resolve("model");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, SEED, 1)) {
            classifier.save(saved, Map.of());
        }
        return saved;
    }

    /** Different texts of 1 to 40 words of the built-in corpus. */
    private static List<String> texts() {
        List<String> words = SmallClassifier.corpus().train().texts().stream()
                .flatMap(text -> List.of(text.split(" ")).stream())
                .distinct()
                .toList();
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, TEXTS)
                .mapToObj(number -> number + " "
                        + IntStream.range(0, 1 + random.nextInt(40))
                                .mapToObj(i -> words.get(random.nextInt(words.size())))
                                .collect(Collectors.joining(" ")))
                .toList();
    }
}
