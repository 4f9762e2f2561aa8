package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import dev.valence.internal.tokenize.SpecialToken;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.WordTokenizer;
import dev.valence.internal.transformer.LongTexts;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordDropoutTest {
    private static final long SEED = 43;
    private static final double RATE = 0.3;
    private static final int MASK = 2;
    private static final int FIRST_WORD = 3;
    private final WordTokenizer tokenizer = new WordTokenizer("a", "b", "c", "d", "e");
    private final TokenBatch texts = texts();

    /** 211 texts of 1 to 31 ordinary tokens between [CLS] and [SEP]. */
    private static TokenBatch texts() {
        Random random = new Random(SEED);
        return TokenBatch.of(IntStream.range(0, 211)
                .mapToObj(b -> {
                    int[] ids = new int[3 + random.nextInt(31)];
                    Arrays.setAll(ids, i -> FIRST_WORD + random.nextInt(5));
                    ids[0] = 0;
                    ids[ids.length - 1] = 1;
                    return ids;
                })
                .toArray(int[][]::new));
    }

    @Test
    void hidesTheShareThatWasAskedForAndNothingElse() {
        WordDropout dropout = new WordDropout(RATE, tokenizer, SEED);
        int hidden = 0;
        int ordinary = 0;
        for (int step = 0; step < 20; step++) {
            TokenBatch read = dropout.apply(texts, step);
            assertThat(read.offsets()).isEqualTo(texts.offsets());
            for (int t = 0; t < texts.tokens(); t++) {
                int id = texts.ids()[t];
                if (id < FIRST_WORD) {
                    assertThat(read.ids()[t]).as("special token").isEqualTo(id);
                    continue;
                }
                assertThat(read.ids()[t]).isIn(id, MASK);
                ordinary++;
                hidden += read.ids()[t] == MASK ? 1 : 0;
            }
        }
        double deviation = Math.sqrt(RATE * (1 - RATE) / ordinary);
        assertThat((double) hidden / ordinary).as("seed %d", SEED).isCloseTo(RATE, Offset.offset(4 * deviation));
    }

    @Test
    void othersAreHiddenAtOtherStepsAndWithOtherSeeds() {
        int[] ids = new WordDropout(RATE, tokenizer, SEED).apply(texts, 5).ids();
        assertThat(new WordDropout(RATE, tokenizer, SEED).apply(texts, 5).ids()).isEqualTo(ids);
        assertThat(new WordDropout(RATE, tokenizer, SEED).apply(texts, 6).ids()).isNotEqualTo(ids);
        assertThat(new WordDropout(RATE, tokenizer, SEED + 1).apply(texts, 5).ids())
                .isNotEqualTo(ids);
    }

    @Test
    void withoutItTextsAreReadAsTheyAre() {
        assertThat(new WordDropout(0, tokenizer, SEED).apply(texts, 5)).isSameAs(texts);
    }

    @Test
    void needsAMaskToken() {
        WordTokenizer none = new WordTokenizer("a") {
            @Override
            public OptionalInt id(SpecialToken token) {
                return token == SpecialToken.MASK ? OptionalInt.empty() : super.id(token);
            }
        };
        assertThat(new WordDropout(0, none, SEED).apply(texts, 5)).isSameAs(texts);
        assertThatThrownBy(() -> new WordDropout(RATE, none, SEED))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("[MASK]");
    }

    /** What fine-tuning and distillation learn from is hidden; what they are measured on and the teacher reads is not. */
    @Test
    void trainingReadsHiddenTokens(@TempDir Path folder) {
        TrainingAids aids = new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, 1, LongTexts.CUT, RATE, 0);
        TrainingConfig config = TrainingConfig.standard(2).withAids(aids);
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 5, 1)) {
            LabelledTokens train = LabelledTokens.of(
                    classifier.tokenizer(), SmallClassifier.corpus().train(), 1);
            int[] batch = {3, 5, 7, 11, 13};
            TokenBatch read = train.tokens().select(batch);
            int[] expected = new WordDropout(RATE, classifier.tokenizer(), config.seed())
                    .apply(read, 17)
                    .ids();
            assertThat(expected).isNotEqualTo(read.ids());
            ClassificationTask tuning = new ClassificationTask(classifier, train, train, config);
            assertThat(tuning.batch(17, batch).tokens().ids()).isEqualTo(expected);
            DistillationTask distillation = new DistillationTask(
                    classifier,
                    train,
                    train,
                    TeacherLogits.of(classifier, train.tokens(), Progress.NONE),
                    new DistillationTask.Settings(2, 0.5),
                    config);
            assertThat(distillation.batch(17, batch).tokens().ids()).isEqualTo(expected);
        }
    }
}
