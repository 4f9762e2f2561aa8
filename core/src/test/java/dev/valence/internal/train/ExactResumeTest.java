package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.train.SmallRun.Resume;
import dev.valence.internal.transformer.LongTexts;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import dev.valence.train.WindowAggregation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that ended without warning and was resumed is one that never ended. */
class ExactResumeTest {
    private static final Safeguards EVERY_SEVEN = new Safeguards(7, 2, 0);
    private static final Map<String, Object> PROVENANCE = Map.of("data", "d1", "training", Map.of("seed", 5));

    @TempDir
    Path folder;

    /** The process ends where the observer throws it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private SmallRun run(String name, int epochs, int patience) {
        return new SmallRun(folder.resolve(name), epochs, patience, EVERY_SEVEN, PROVENANCE);
    }

    private static TrainingListener dyingAfterStep(int step) {
        return new TrainingListener() {
            @Override
            public void stepped(StepReport progress) {
                if (progress.step() == step) {
                    throw new Death();
                }
            }
        };
    }

    private static TrainingListener dyingAfterEvaluation(int step) {
        return new TrainingListener() {
            @Override
            public void validated(Validation validation, boolean best) {
                if (validation.step() == step) {
                    throw new Death();
                }
            }
        };
    }

    private static void die(SmallRun run, Resume resume, TrainingListener observer) {
        assertThatThrownBy(() -> run.train(resume, observer)).isInstanceOf(Death.class);
    }

    /** Everything but times. */
    private static void assertSame(SmallRun run, SmallRun whole) throws IOException {
        assertThat(metrics(run)).isEqualTo(metrics(whole)).isNotEmpty();
        List<String> checkpoints = names(whole);
        assertThat(names(run)).isEqualTo(checkpoints).hasSize(2);
        for (String checkpoint : checkpoints) {
            List<String> files = weights(whole, checkpoint);
            assertThat(files)
                    .contains("parameters.safetensors", "first_moments.safetensors", "second_moments.safetensors");
            for (String file : files) {
                Path path = Path.of("checkpoints", checkpoint, file);
                assertThat(run.root().resolve(path))
                        .hasSameBinaryContentAs(whole.root().resolve(path));
            }
            assertThat(state(run, checkpoint)).isEqualTo(state(whole, checkpoint));
        }
        assertThat(run.root().resolve("best/model.safetensors"))
                .hasSameBinaryContentAs(whole.root().resolve("best/model.safetensors"));
        assertThat(validation(run)).isEqualTo(validation(whole));
    }

    private static List<String> metrics(SmallRun run) throws IOException {
        return Files.readAllLines(run.root().resolve("metrics.jsonl")).stream()
                .map(line -> line.replaceAll(",\"[a-z]+_per_second\":[^,}]+", ""))
                .toList();
    }

    private static List<String> names(SmallRun run) throws IOException {
        try (Stream<Path> entries = Files.list(run.root().resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> weights(SmallRun run, String checkpoint) throws IOException {
        try (Stream<Path> entries = Files.list(run.root().resolve("checkpoints").resolve(checkpoint))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(".safetensors"))
                    .toList();
        }
    }

    private static Map<String, Object> state(SmallRun run, String checkpoint) {
        Map<String, Object> state = new HashMap<>(
                ConfigJson.read(run.root().resolve(Path.of("checkpoints", checkpoint, "training_state.json")))
                        .values());
        assertThat(state.keySet()).contains("seconds", "metrics_bytes");
        state.keySet().removeAll(List.of("seconds", "metrics_bytes")); // bytes depend on the digits of the speed
        return state;
    }

    private static Map<String, Object> validation(SmallRun run) {
        return ConfigJson.read(run.root().resolve("best/provenance.json"))
                .object("validation")
                .values();
    }

    @Test
    void aRunThatDiedAgainAndAgainEndsAsOneThatDidNot() throws IOException {
        SmallRun whole = run("whole", 13, 0);
        whole.train(Resume.ANEW, TrainingListener.NONE);
        SmallRun broken = run("broken", 13, 0);
        die(broken, Resume.ANEW, dyingAfterStep(5)); // before the first checkpoint
        die(broken, Resume.RESUMED, dyingAfterStep(20));
        die(broken, Resume.RESUMED, dyingAfterEvaluation(34)); // at the end of an epoch
        die(broken, Resume.RESUMED, dyingAfterStep(104)); // after the means of 100 steps were logged
        die(broken, Resume.RESUMED, dyingAfterEvaluation(210)); // before the checkpoint of that step
        die(broken, Resume.RESUMED, dyingAfterStep(221));
        broken.train(Resume.RESUMED, TrainingListener.NONE);
        assertSame(broken, whole);
        broken.train(Resume.RESUMED, TrainingListener.NONE); // there is nothing left to do
        assertSame(broken, whole);
    }

    /** Six steps an epoch, of three batches each. */
    @Test
    void soDoesARunThatIsHelped() throws IOException {
        TrainingAids aids = new TrainingAids(
                new ParameterGroups(new Frozen(1, true), 0.75, true),
                new Objective(ClassWeights.BALANCED, 0.1),
                3,
                new LongTexts(WindowAggregation.MEAN, 0),
                0.2,
                0.9);
        SmallRun whole = run("whole", 5, 0).with(aids);
        assertThat(whole.train(Resume.ANEW, TrainingListener.NONE).steps()).isEqualTo(30);
        SmallRun broken = run("broken", 5, 0).with(aids);
        die(broken, Resume.ANEW, dyingAfterStep(9));
        die(broken, Resume.RESUMED, dyingAfterStep(22));
        broken.train(Resume.RESUMED, TrainingListener.NONE);
        assertSame(broken, whole);
    }

    @ParameterizedTest(name = "after step {0}")
    @ValueSource(ints = {3, 28, 33, 34})
    void patienceIsRememberedToo(int step) throws IOException {
        SmallRun whole = run("whole", 7, 3);
        Training.Outcome outcome = whole.train(Resume.ANEW, TrainingListener.NONE);
        assertThat(outcome.end()).isEqualTo(Training.End.STOPPED_EARLY);
        assertThat(outcome.steps()).isGreaterThanOrEqualTo(step);
        SmallRun broken = run("broken", 7, 3);
        die(broken, Resume.ANEW, dyingAfterStep(step));
        for (int time = 0; time < 2; time++) {
            assertThat(broken.train(Resume.RESUMED, TrainingListener.NONE).end())
                    .isEqualTo(Training.End.STOPPED_EARLY);
            assertSame(broken, whole);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "other data | data | d2 | data d2 instead of d1",
                "other seed | training | {seed=6} | training.seed 6 instead of 5",
                "another field | tokenizer | t | tokenizer t instead of none"
            })
    void resumingAnotherRunIsRefusedAndSaysWhatDiffers(String name, String field, String value, String difference)
            throws IOException {
        SmallRun run = run("run", 1, 0);
        die(run, Resume.ANEW, dyingAfterStep(9));
        Map<String, Object> other = new HashMap<>(PROVENANCE);
        other.put(field, value.startsWith("{") ? Map.of("seed", 6) : value);
        SmallRun changed = run.withProvenance(other);
        assertThatThrownBy(() -> changed.train(Resume.RESUMED, TrainingListener.NONE))
                .isInstanceOf(ResumptionException.class)
                .hasMessageContaining("found others: " + difference + ";")
                .hasMessageEndingWith("start anew in another directory");

        changed.train(Resume.FORCED, TrainingListener.NONE);
        assertThat(ConfigJson.read(run.root().resolve("best/provenance.json")).strings("forced"))
                .containsExactly("from step 7: " + difference);
    }

    @Test
    void aDamagedCheckpointIsLeftOutAndTheOneBeforeIsUsed() throws IOException {
        SmallRun whole = run("whole", 1, 0);
        whole.train(Resume.ANEW, TrainingListener.NONE);
        SmallRun broken = run("broken", 1, 0);
        die(broken, Resume.ANEW, dyingAfterStep(15));
        Path weights = broken.root().resolve("checkpoints/step-0000014/parameters.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 4;
        Files.write(weights, bytes);
        broken.train(Resume.RESUMED, TrainingListener.NONE);
        assertThat(names(broken)).containsExactly("step-0000014", "step-0000014.damaged", "step-0000017");
        assertThat(broken.root().resolve("best/model.safetensors"))
                .hasSameBinaryContentAs(whole.root().resolve("best/model.safetensors"));

        for (String name : List.of("step-0000014", "step-0000017")) {
            Files.delete(broken.root().resolve("checkpoints").resolve(name).resolve("training_state.json"));
        }
        broken.train(Resume.RESUMED, TrainingListener.NONE); // from the beginning
        assertThat(metrics(broken)).isEqualTo(metrics(whole));
        assertThat(names(broken))
                .containsExactly(
                        "step-0000014",
                        "step-0000014.damaged",
                        "step-0000014.damaged-2",
                        "step-0000017",
                        "step-0000017.damaged");
        assertThat(broken.root().resolve("checkpoints/step-0000017/parameters.safetensors"))
                .hasSameBinaryContentAs(whole.root().resolve("checkpoints/step-0000017/parameters.safetensors"));
    }

    @Test
    void aLostBestModelIsNotOverlooked() throws IOException {
        SmallRun run = run("run", 2, 0);
        die(run, Resume.ANEW, dyingAfterStep(22));
        Files.writeString(run.root().resolve("best/config.json"), "{}");
        assertThatThrownBy(() -> run.train(Resume.RESUMED, TrainingListener.NONE))
                .isInstanceOf(ResumptionException.class)
                .hasMessageContaining("config.json of 2 bytes");
        Training.Outcome outcome = run.train(Resume.FORCED, TrainingListener.NONE);
        assertThat(outcome.best().step()).isGreaterThan(21);
    }
}
