package dev.valence.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs peers by turns, A B C A B C …, so that whatever else the machine does meets all of them alike. */
public final class Alternation {
    /** Threads that spin for work have gone to sleep by then. */
    private static final int PAUSE_MILLISECONDS = 300;

    private final int rounds;
    private final Consumer<String> progress;

    /**
     * @param rounds timed rounds of each peer
     * @param progress told in lines what is going on
     */
    public Alternation(int rounds, Consumer<String> progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    /**
     * Prepares all of them, runs the rounds, closes all of them. A peer that fails is left out from then on.
     *
     * @return one for each peer, in their order
     */
    public List<Measurement> run(List<? extends Peer> peers) {
        Map<Peer, Entry> entries = entries(peers);
        try {
            entries.forEach(this::prepare);
            for (int round = 1; round <= rounds; round++) {
                for (Map.Entry<Peer, Entry> each : entries.entrySet()) {
                    round(round, each.getKey(), each.getValue());
                }
            }
        } finally {
            entries.keySet().forEach(Peer::close);
        }
        return measurements(entries);
    }

    /**
     * The same for peers that do not fit into memory together: each is prepared anew for every round and closed behind it.
     *
     * @return one for each peer, in their order
     */
    public List<Measurement> runEachAlone(List<? extends Peer> peers) {
        Map<Peer, Entry> entries = entries(peers);
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Peer, Entry> each : entries.entrySet()) {
                try (Peer peer = each.getKey()) {
                    prepare(peer, each.getValue());
                    round(round, peer, each.getValue());
                }
            }
        }
        return measurements(entries);
    }

    private static Map<Peer, Entry> entries(List<? extends Peer> peers) {
        Map<Peer, Entry> entries = new LinkedHashMap<>();
        peers.forEach(peer -> entries.put(peer, new Entry()));
        return entries;
    }

    private static List<Measurement> measurements(Map<Peer, Entry> entries) {
        List<Measurement> measurements = new ArrayList<>();
        entries.forEach((peer, entry) -> measurements.add(entry.measurement(peer.name())));
        return measurements;
    }

    private void prepare(Peer peer, Entry entry) {
        if (entry.failure.isEmpty()) {
            progress.accept("preparing " + peer.name());
            entry.attempt(() -> entry.description = peer.prepare());
        }
    }

    private void round(int number, Peer peer, Entry entry) {
        if (entry.failure.isEmpty()) {
            pause();
            entry.attempt(() -> entry.rounds.add(peer.round()));
            entry.attempt(() -> entry.peakMemory = Math.max(entry.peakMemory, peer.peakMemory()));
            progress.accept(entry.line(peer, number));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted", e);
        }
    }

    /** What is known of one peer so far. */
    private static final class Entry {
        String description = "";
        final List<Round> rounds = new ArrayList<>();
        long peakMemory;
        String failure = "";

        void attempt(Runnable step) {
            try {
                step.run();
            } catch (PeerException e) {
                failure = String.valueOf(e.getMessage());
            }
        }

        String line(Peer peer, int round) {
            return failure.isEmpty()
                    ? String.format(
                            "round %d, %s: %,.0f texts/s",
                            round, peer.name(), rounds.get(rounds.size() - 1).textsPerSecond())
                    : "failed: " + failure;
        }

        Measurement measurement(String name) {
            return new Measurement(name, description, rounds, peakMemory, failure.isEmpty() ? null : failure);
        }
    }
}
