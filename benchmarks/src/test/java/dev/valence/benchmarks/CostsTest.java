package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.valence.benchmarks.kernels.Cost;
import dev.valence.benchmarks.kernels.Costs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostsTest {
    @Test
    void aProductIsTwoOperationsForEachWeightAndRow() {
        assertThat(Costs.of("backwardWeight", Map.of("size", "128x256")::get))
                .isEqualTo(new Cost(2.0 * 400 * 128 * 256, Cost.Unit.GFLOPS));
    }

    @Test
    void attentionOfTwoTextsBackward() {
        // 512 tokens are two texts of 256: five products of 256 x 256 scores with 384 columns
        assertThat(Costs.of("attentionBackward", Map.of("length", "256")::get).amount())
                .isEqualTo(2.0 * 5 * 2 * 256 * 256 * 384);
    }

    @Test
    void ratesAreBillionsASecond() {
        Cost cost = Costs.of("gelu", Map.of("width", "768")::get);
        assertThat(cost.unit()).isEqualTo(Cost.Unit.GIGABYTES);
        assertThat(cost.rate(1e6)).isEqualTo(4.0 * 2 * 400 * 768 / 1e6);
    }

    @Test
    void textsAreCountedInThousandsASecond() {
        Cost cost = Costs.of("wordPiece", Map.<String, String>of()::get);
        assertThat(cost.unit()).isEqualTo(Cost.Unit.TEXTS);
        assertThat(cost.rate(1e9)).isEqualTo(4); // the corpus has 4,000, in a second
    }

    @Test
    void unknownBenchmarksAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Costs.of("sleep", name -> ""));
    }
}
