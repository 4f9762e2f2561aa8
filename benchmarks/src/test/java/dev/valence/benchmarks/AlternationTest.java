package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlternationTest {
    private final List<String> calls = new ArrayList<>();

    private final class Recorded implements Peer {
        private final String name;
        private final int failingRound;
        private int rounds;

        Recorded(String name, int failingRound) {
            this.name = name;
            this.failingRound = failingRound;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String prepare() {
            calls.add("prepare " + name);
            return "version";
        }

        @Override
        public Round round() {
            rounds++;
            if (rounds == failingRound) {
                throw new PeerException(name + " died");
            }
            calls.add(name + rounds);
            return Round.of(10, rounds);
        }

        @Override
        public void close() {
            calls.add("close " + name);
        }
    }

    @Test
    void peersTakeTurnsAndAreClosed() {
        new Alternation(2, line -> {}).run(List.of(new Recorded("a", 0), new Recorded("b", 0)));
        assertThat(calls).containsExactly("prepare a", "prepare b", "a1", "b1", "a2", "b2", "close a", "close b");
    }

    @Test
    void peersThatDoNotFitTogetherArePreparedAnewForEachRound() {
        List<Measurement> measurements =
                new Alternation(2, line -> {}).runEachAlone(List.of(new Recorded("a", 2), new Recorded("b", 0)));
        assertThat(calls)
                .containsExactly(
                        "prepare a",
                        "a1",
                        "close a",
                        "prepare b",
                        "b1",
                        "close b",
                        "prepare a",
                        "close a",
                        "prepare b",
                        "b2",
                        "close b");
        assertThat(measurements.get(0).failure()).isEqualTo("a died");
        assertThat(measurements.get(1).rounds()).hasSize(2);
    }

    @Test
    void aPeerThatFailsIsLeftOut() {
        List<Measurement> measurements =
                new Alternation(3, line -> {}).run(List.of(new Recorded("a", 2), new Recorded("b", 0)));
        assertThat(measurements.get(0).failure()).isEqualTo("a died");
        assertThat(measurements.get(0).rounds()).hasSize(1);
        assertThat(measurements.get(1).failure()).isNull();
        assertThat(measurements.get(1).textsPerSecond()).isEqualTo(5);
    }
}
