package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizationTest {
    private Tokenizer tokenizer;

    @BeforeEach
    void open() {
        tokenizer = HuggingFaceTokenizer.open(TokenizerContract.resource("byte_pair.json"), 7);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 5})
    void packsTheTextsInOrder(int threads) {
        List<String> texts = IntStream.range(0, 3001)
                .mapToObj(i -> "river ".repeat(i % 11) + i)
                .toList();
        int[][] expected =
                texts.stream().map(text -> tokenizer.encode(text).ids()).toArray(int[][]::new);
        long truncated = texts.stream()
                .filter(text -> tokenizer.encode(text).truncated())
                .count();
        Tokenization tokenization = Tokenization.of(tokenizer, texts, threads, Progress.NONE);
        assertThat(tokenization.batch().ids()).isEqualTo(TokenBatch.of(expected).ids());
        assertThat(tokenization.batch().offsets())
                .isEqualTo(TokenBatch.of(expected).offsets());
        assertThat(tokenization.truncated()).isEqualTo((int) truncated).isBetween(1, 3000);
    }

    @Test
    void tellsHowFarItHasCome() {
        List<Long> heard = new ArrayList<>();
        Tokenization.of(tokenizer, Collections.nCopies(2049, "cold"), 2, (done, total) -> {
            heard.add(done);
            assertThat(total).isEqualTo(2049);
        });
        assertThat(heard).isSorted().endsWith(2049L);
    }

    @Test
    void makesAnEmptyBatchOfNoTexts() {
        assertThat(Tokenization.of(tokenizer, List.of(), 2, Progress.NONE)
                        .batch()
                        .texts())
                .isZero();
    }

    @Test
    void passesOnWhatGoesWrong() {
        List<String> texts = new ArrayList<>(List.of("cold"));
        texts.add(null);
        assertThatThrownBy(() -> Tokenization.of(tokenizer, texts, 2, Progress.NONE))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void refusesToWorkWithoutThreads() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokenization.of(tokenizer, List.of("cold"), 0, Progress.NONE));
    }
}
