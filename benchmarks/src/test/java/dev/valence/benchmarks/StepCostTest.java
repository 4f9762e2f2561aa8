package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Counts checked against sums done by hand. */
class StepCostTest {
    private static final Percentage EXACT = Percentage.withPercentage(1e-9);
    private static final Shape SMALL = new Shape("small", false, 2, 1, 3, 5, 11);

    @Test
    void productsOfTwoTextsByHand() {
        // 7 tokens through layer one: 4 products of 3x3 and two of 3x5, each weight 2 operations: 7 * 2 * (36 + 30)
        // layer two: keys and values of 7 tokens, 7 * 2 * 18; the rest of 2 first tokens, 2 * 2 * (18 + 30)
        // head of 2 rows: 2 * 2 * (9 + 6)
        assertThat(StepCost.forwardProducts(SMALL, 3, 4)).isCloseTo(924 + 252 + 192 + 60, EXACT);
    }

    @Test
    void attentionOfTwoTextsByHand() {
        // layer one: 9 + 16 pairs; layer two: 3 + 4; each pair 2 * 3 operations for its score and as many for its value
        assertThat(StepCost.attention(SMALL, 3, 4)).isCloseTo((25 + 7) * 12, EXACT);
    }

    @Test
    void weightsByHand() {
        assertThat(StepCost.matrixWeights(SMALL)).isCloseTo(2 * (36 + 30), EXACT);
        assertThat(StepCost.weights(SMALL)).isCloseTo(132 + 33, EXACT);
    }

    @Test
    void stepIsThreeTimesTheProductsAndThreeAndAHalfTheAttention() {
        StepCost cost = StepCost.of(SMALL, 3, 4);
        assertThat(cost.operations()).isCloseTo(3 * 1428 + 3.5 * 384, EXACT);
        assertThat(cost.bytes()).isCloseTo(4 * (8 * 165 + 3 * 132), EXACT);
    }

    @Test
    void tutorialsStepIsAsCountedInTheNotes() {
        // benchmarks/NOTES.md: 64 texts of 12 tokens are about 3.2 GFLOP without attention
        int[] lengths = new int[64];
        Arrays.fill(lengths, 12);
        assertThat(3 * StepCost.forwardProducts(Shape.TUTORIAL, lengths))
                .isCloseTo(3.2e9, Percentage.withPercentage(3));
    }

    @Test
    void floorAddsTheTwoPhases() {
        StepCost.Peak peak = new StepCost.Peak(100, 10);
        assertThat(new StepCost(200, 30).floorSeconds(peak)).isCloseTo(5, EXACT);
    }
}
