package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerComparisonTest {
    private static Measurement measured(String name, double... speeds) {
        List<Round> rounds = Arrays.stream(speeds)
                .mapToObj(speed -> Round.of(1000, 1000 / speed))
                .toList();
        return new Measurement(name, "1.0", rounds, 2_000_000, null);
    }

    @Test
    void ratiosAreOfMediansToTheBestPeer() {
        PeerComparison comparison = new PeerComparison(
                List.of(
                        measured("Valence java", 100, 300, 150),
                        measured("slow", 10, 10, 10),
                        measured("fast", 60, 40, 50),
                        new Measurement("absent", "", List.of(), 0, "absent ended: no such module")),
                false);
        assertThat(comparison.toMarkdown()).isEqualTo("""
                |  | texts/s | ratio to the best peer | spread of rounds | peak memory MB |
                |---|---:|---:|---:|---:|
                | Valence java (1.0) | 150 | 3.00 | 133 % | 2 |
                | slow (1.0) | 10 | 0.20 | 0 % | 2 |
                | fast (1.0) | 50 | 1.00 | 40 % | 2 |
                | absent |  |  |  |  |

                Not measured: absent ended: no such module
                """);
    }

    @Test
    void latenciesAreQuantilesOfAllCalls() {
        List<Round> rounds =
                List.of(new Round(2, new double[] {0.001, 0.003}), new Round(2, new double[] {0.002, 0.004}));
        PeerComparison comparison = new PeerComparison(List.of(new Measurement("Valence", "", rounds, 0, null)), true);
        assertThat(comparison.toMarkdown()).contains("| Valence | 417 |  | 2.50 | 3.97 |  |");
    }
}
