package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.model.Targets;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.WordTokenizer;
import dev.valence.internal.train.Masking.Settings;
import dev.valence.train.MaskReplacement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
    private static final long SEED = 41;
    private static final int MASK = 2;
    private static final int FIRST_WORD = 3;
    private final WordTokenizer tokenizer = new WordTokenizer("a", "##b", "c", "##d", "e", "f", "g");
    private final TokenBatch texts = texts(307, 23);

    /** Texts of 1 to {@code longest} ordinary tokens between [CLS] and [SEP], drawn with {@link #SEED}. */
    private TokenBatch texts(int count, int longest) {
        Random random = new Random(SEED);
        return TokenBatch.of(IntStream.range(0, count)
                .mapToObj(b -> {
                    int[] ids = new int[3 + random.nextInt(longest)];
                    Arrays.setAll(ids, i -> FIRST_WORD + random.nextInt(tokenizer.vocabularySize() - FIRST_WORD));
                    ids[0] = 0;
                    ids[ids.length - 1] = 1;
                    return ids;
                })
                .toArray(int[][]::new));
    }

    private TrainingBatch batch(double rate, MaskReplacement replacement, boolean wholeWords, long step) {
        return new Masking(new Settings(rate, replacement, wholeWords), tokenizer, SEED).batch(texts, step);
    }

    /** The tokens that should be predicted. */
    private static int[] hidden(TrainingBatch batch) {
        return ((Targets.OneClass) batch.targets()).labels();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatIsHiddenIsWhatShouldBePredicted(MaskReplacement replacement) {
        TrainingBatch batch = batch(0.3, replacement, false, 5);
        assertThat(batch.tokens().offsets()).isEqualTo(texts.offsets());
        assertThat(batch.rows()).isSorted().doesNotHaveDuplicates();
        int row = 0;
        for (int b = 0; b < texts.texts(); b++) {
            assertThat(batch.offsets()[b]).isEqualTo(row);
            for (int t = texts.offsets()[b]; t < texts.offsets()[b + 1]; t++) {
                if (row < batch.outputs() && batch.rows()[row] == t) {
                    assertThat(texts.ids()[t]).as("hidden token").isGreaterThanOrEqualTo(FIRST_WORD);
                    assertThat(hidden(batch)[row++]).isEqualTo(texts.ids()[t]);
                } else {
                    assertThat(batch.tokens().ids()[t]).isEqualTo(texts.ids()[t]);
                }
            }
            assertThat(batch.offsets()[b + 1])
                    .as("text %d has something hidden", b)
                    .isGreaterThan(batch.offsets()[b]);
        }
    }

    @ParameterizedTest(name = "rate {0}")
    @ValueSource(doubles = {0.15, 0.4})
    void hidesTheShareThatWasAskedFor(double rate) {
        int hidden = 0;
        int maskable = 0;
        // long texts, so that the token that every text gets at least does not count
        TokenBatch all = texts(101, 211);
        Masking masking = new Masking(new Settings(rate, MaskReplacement.MASK, false), tokenizer, SEED);
        for (int step = 0; step < 20; step++) {
            TrainingBatch batch = masking.batch(all, step);
            hidden += batch.outputs();
            maskable += all.tokens() - 2 * all.texts();
            assertThat(Arrays.stream(batch.rows()).map(t -> batch.tokens().ids()[t]))
                    .containsOnly(MASK);
        }
        double deviation = Math.sqrt(rate * (1 - rate) / maskable);
        assertThat((double) hidden / maskable)
                .as("seed %d", SEED)
                .isCloseTo(rate, Offset.offset(4 * deviation + 0.001));
    }

    @Test
    void bertReplacesTenPercentAndKeepsTenPercent() {
        int masked = 0;
        int kept = 0;
        int hidden = 0;
        for (int step = 0; step < 50; step++) {
            TrainingBatch batch = batch(0.4, MaskReplacement.BERT, false, step);
            for (int i = 0; i < batch.outputs(); i++) {
                int id = batch.tokens().ids()[batch.rows()[i]];
                masked += id == MASK ? 1 : 0;
                kept += id == hidden(batch)[i] ? 1 : 0;
                assertThat(id).isGreaterThanOrEqualTo(MASK);
            }
            hidden += batch.outputs();
        }
        // a random token is the hidden one itself once in seven times
        assertThat((double) masked / hidden).as("seed %d", SEED).isCloseTo(0.8, Offset.offset(0.01));
        assertThat((double) kept / hidden).as("seed %d", SEED).isCloseTo(0.1 + 0.1 / 7, Offset.offset(0.01));
    }

    @Test
    void wordsAreHiddenAsAWhole() {
        TrainingBatch batch = batch(0.3, MaskReplacement.MASK, true, 3);
        boolean[] hidden = new boolean[texts.tokens()];
        Arrays.stream(batch.rows()).forEach(t -> hidden[t] = true);
        int together = 0;
        for (int t = 1; t < hidden.length; t++) {
            boolean continues = tokenizer.token(texts.ids()[t]).startsWith("##");
            if (continues && texts.ids()[t - 1] >= FIRST_WORD) {
                assertThat(hidden[t]).as("token %d", t).isEqualTo(hidden[t - 1]);
                together += hidden[t] ? 1 : 0;
            }
        }
        assertThat(together).as("words of several tokens were hidden").isGreaterThan(100);
    }

    /** The last token looks like a mark of the other kind. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "byte-level, a, b, \u0120c, \u0120d, ##, FALSE",
        "SentencePiece, a, b, \u2581c, \u2581d, ##, FALSE",
        "word pieces, ##a, ##b, c, d, \u0120, TRUE"
    })
    void whatContinuesAWordIsAsMostTokensTell(
            String kind, String a, String b, String c, String d, String odd, boolean oddBegins) {
        WordTokenizer words = new WordTokenizer(a, b, c, d, odd);
        TokenBatch text = TokenBatch.of(new int[][] {{0, 5, 3, 4, 6, 3, 7, 1}}); // c+a+b d+a, and the odd one
        Masking masking = new Masking(new Settings(0.5, MaskReplacement.MASK, true), words, SEED);
        Set<List<Integer>> units = new HashSet<>();
        for (int step = 0; step < 500; step++) {
            units.add(Arrays.stream(masking.batch(text, step).rows()).boxed().toList());
        }
        Set<List<Integer>> expected = oddBegins
                ? Set.of(
                        List.of(1, 2, 3),
                        List.of(4, 5),
                        List.of(6),
                        List.of(1, 2, 3, 4, 5),
                        List.of(1, 2, 3, 6),
                        List.of(4, 5, 6),
                        List.of(1, 2, 3, 4, 5, 6))
                : Set.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(1, 2, 3, 4, 5, 6));
        assertThat(units).as("%s, seed %d", kind, SEED).isEqualTo(expected);
    }

    @Test
    void masksAreAFunctionOfSeedAndStep() {
        int[] rows = batch(0.3, MaskReplacement.MASK, false, 5).rows();
        assertThat(batch(0.3, MaskReplacement.MASK, false, 5).rows()).isEqualTo(rows);
        assertThat(batch(0.3, MaskReplacement.MASK, false, 6).rows()).isNotEqualTo(rows);
        Masking other = new Masking(new Settings(0.3, MaskReplacement.MASK, false), tokenizer, SEED + 1);
        assertThat(other.batch(texts, 5).rows()).isNotEqualTo(rows);
        assertThat(other.validationBatch(texts, 5).rows())
                .isNotEqualTo(other.batch(texts, 5).rows());
    }

    @ParameterizedTest(name = "rate {0}")
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void ratesThatHideNothingOrAllAreRefused(double rate) {
        assertThatThrownBy(() -> new Settings(rate, MaskReplacement.MASK, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in (0, 1)");
    }
}
