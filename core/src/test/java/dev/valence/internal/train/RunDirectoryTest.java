package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.train.SmallRun.Resume;
import dev.valence.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No run replaces an earlier one, and one that is always resumed never gets stuck. */
class RunDirectoryTest {
    private static final Map<String, Object> PROVENANCE = Map.of("data", "d1");

    @TempDir
    Path folder;

    private SmallRun run(String name) {
        return new SmallRun(folder.resolve(name), 1, 0, new Safeguards(7, 2, 0), PROVENANCE);
    }

    private SmallRun trained(String name) {
        SmallRun run = run(name);
        run.train(Resume.ANEW, TrainingListener.NONE);
        return run;
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static Map<String, Long> sizes(Path root) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                sizes.put(root.relativize(path).toString(), Files.size(path));
            }
        }
        return sizes;
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"nothing", "best", "checkpoints", "metrics.jsonl"})
    void aNewRunIsRefusedWhereAnEarlierOneIs(String lost) throws IOException {
        SmallRun run = trained("run");
        Files.writeString(run.root().resolve("best/notes.txt"), "mine");
        if (!lost.equals("nothing")) {
            delete(run.root().resolve(lost));
        }
        Map<String, Long> before = sizes(run.root());
        assertThatThrownBy(() -> run.train(Resume.ANEW, TrainingListener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(run.root() + ": required a new directory, found an earlier run");
        assertThat(sizes(run.root())).isEqualTo(before);
    }

    /** What there is when a run is to be resumed that has no checkpoint. */
    enum Start {
        MISSING,
        EMPTY,
        LOCKED_BEFORE,
        WITHOUT_CHECKPOINTS;

        void prepare(SmallRun run) throws IOException {
            switch (this) {
                case MISSING -> assertThat(run.root()).doesNotExist();
                case EMPTY -> Files.createDirectory(run.root());
                case LOCKED_BEFORE ->
                    Files.createFile(Files.createDirectory(run.root()).resolve(".lock"));
                case WITHOUT_CHECKPOINTS -> {
                    run.train(Resume.ANEW, TrainingListener.NONE);
                    delete(run.root().resolve("checkpoints"));
                    Files.writeString(run.root().resolve("best/notes.txt"), "mine");
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aRunWithoutACheckpointBegins(Start start) throws IOException {
        SmallRun whole = trained("whole");
        SmallRun run = run("run");
        start.prepare(run);
        run.train(Resume.RESUMED, TrainingListener.NONE);
        assertThat(run.root().resolve("best/model.safetensors"))
                .hasSameBinaryContentAs(whole.root().resolve("best/model.safetensors"));
        assertThat(Files.exists(run.root().resolve("best/notes.txt"))).isEqualTo(start == Start.WITHOUT_CHECKPOINTS);
    }

    @Test
    void theBestModelOfAnotherRunIsNotReplaced() throws IOException {
        SmallRun run = trained("run");
        delete(run.root().resolve("checkpoints"));
        SmallRun other = run.withProvenance(Map.of("data", "d2"));
        Map<String, Long> before = sizes(run.root());
        assertThatThrownBy(() -> other.train(Resume.RESUMED, TrainingListener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the run was begun with, found others: data d2 instead of d1;");
        assertThat(sizes(run.root())).isEqualTo(before);

        other.train(Resume.FORCED, TrainingListener.NONE);
        ConfigJson made = ConfigJson.read(run.root().resolve("best/provenance.json"));
        assertThat(made.string("data")).isEqualTo("d2");
        assertThat(made.strings("forced")).as("it began anew").isEmpty();
    }

    @Test
    void whatIsNoModelIsFoundBeforeTraining() throws IOException {
        SmallRun run = run("run");
        Files.createDirectories(run.root().resolve("best"));
        Files.writeString(run.root().resolve("best/thesis.txt"), "years");
        assertThatThrownBy(() -> run.train(Resume.RESUMED, new TrainingListener() {
                    @Override
                    public void stepped(StepReport progress) {
                        throw new AssertionError("it trained");
                    }
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("best: required a directory that was saved by this program");
        assertThat(run.root().resolve("best/thesis.txt")).hasContent("years");
    }

    @Test
    void openingARunChangesNothing() throws IOException {
        SmallRun run = trained("run");
        Map<String, Long> before = sizes(run.root());
        try (RunDirectory directory = new RunDirectory(
                DirectoryLock.take(run.root()), new Provenance(PROVENANCE, Map.of()), Safeguards.DEFAULT)) {
            assertThat(directory.best()).isDirectory();
        }
        assertThat(sizes(run.root())).isEqualTo(before);
        assertThat(List.copyOf(before.keySet())).contains("metrics.jsonl", "best/manifest.json");
    }
}
