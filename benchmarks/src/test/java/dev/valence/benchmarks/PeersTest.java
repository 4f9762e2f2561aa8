package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own peers on a tiny model, and the lines between processes. */
class PeersTest {
    private static final String SHAPE = "tiny:tutorial:1:2:8:12:50";
    private static final int TEXTS = 11;

    @TempDir
    private Path folder;

    private Path workload() {
        Path file = folder.resolve("workload.txt");
        Workload.random(TEXTS, 5, 50).write(file);
        return file;
    }

    private static String backend() {
        return Providers.names().iterator().next();
    }

    @Test
    void aRoundOfTrainingIsAPassOverTheSample() {
        List<String> arguments = List.of(
                backend(),
                SHAPE,
                workload().toString(),
                "4",
                "1",
                folder.resolve("run").toString());
        try (Peer peer = new ValenceTraining(arguments)) {
            assertThat(peer.prepare()).contains("1 threads");
            assertThat(peer.round().texts()).isEqualTo(TEXTS);
            assertThat(peer.round().seconds()).hasSize(1);
        }
    }

    @Test
    void textsOneAtATimeAreTimedEach() {
        Peer peer = new ValenceForward(List.of(backend(), SHAPE, workload().toString(), "1", "single"));
        peer.prepare();
        assertThat(peer.round().seconds()).hasSize(TEXTS);
    }

    @Test
    void aPeerInAProcessOfItsOwnAnswersRounds() {
        Settings settings = new Settings(true, 1, "python", folder, folder, folder);
        try (ProcessPeer peer = settings.java(
                "forward", ValenceForward.class, backend(), "tiny:bert:1:2:8:12:50", workload(), 1, "all")) {
            assertThat(peer.prepare()).contains("1 threads");
            assertThat(peer.round().texts()).isEqualTo(TEXTS);
            assertThat(peer.round().textsPerSecond()).isPositive();
        }
    }

    @Test
    void aPeerThatCannotRunSaysWhy() {
        Settings settings = new Settings(true, 1, "no-such-python", folder, folder, folder);
        ProcessPeer java =
                settings.java("forward", ValenceForward.class, "no-such-backend", SHAPE, workload(), 1, "all");
        assertThatThrownBy(java::prepare).isInstanceOf(PeerException.class).hasMessageContaining("no-such-backend");
        ProcessPeer python = settings.python("script", "script.py");
        assertThatThrownBy(python::prepare)
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("cannot start no-such-python");
    }
}
