package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.train.SmallRun.Resume;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers that go wrong stop a run or are left out, and a model that has learned nothing is noticed. */
class DivergenceTest {
    private static final int BAD_STEP = 9; // taken after eight others

    @TempDir
    Path folder;

    private SmallRun run(int skips) {
        return new SmallRun(folder.resolve("run"), 1, 0, new Safeguards(7, 2, skips), Map.of());
    }

    /** What is done to the head before a step; the step after it finds the head as it was. */
    private enum Poison {
        /** A bias that no text can outweigh. */
        ONE_CLASS(1, 1e3f),
        /** Finite weights whose products with anything are not. */
        OVERFLOW(2, Float.MAX_VALUE),
        /** Weights that are spoilt themselves. */
        NOT_FINITE(2, Float.NaN);

        private final int fromLast; // of the tensors: the head's bias is the last
        private final float value;

        Poison(int fromLast, float value) {
            this.fromLast = fromLast;
            this.value = value;
        }
    }

    /** A task whose head is poisoned before some steps. */
    private static final class Poisoned implements TrainingTask {
        private final TrainingTask task;
        private final Poison poison;
        private final Set<Integer> badSteps;
        private final List<int[]> batches = new ArrayList<>(); // of the bad steps
        private float[] healthy = {};

        Poisoned(TrainingTask task, Poison poison, Integer... badSteps) {
            this.task = task;
            this.poison = poison;
            this.badSteps = Set.of(badSteps);
        }

        @Override
        public TrainingBatch batch(int step, int[] texts) {
            List<NamedTensor> tensors = model().parameters().tensors();
            NamedTensor head = tensors.get(tensors.size() - poison.fromLast);
            int end = head.offset() + head.size();
            System.arraycopy(healthy, 0, head.values(), head.offset(), healthy.length);
            healthy = new float[0];
            if (badSteps.contains(step)) {
                healthy = Arrays.copyOfRange(head.values(), head.offset(), end);
                for (int i = head.offset(); i < end; i++) {
                    head.values()[i] = i % 2 == head.offset() % 2 ? poison.value : -poison.value;
                }
                batches.add(texts);
            }
            model().refresh(pool());
            return task.batch(step, texts);
        }

        @Override
        public TransformerModel model() {
            return task.model();
        }

        @Override
        public WorkerPool pool() {
            return task.pool();
        }

        @Override
        public List<int[]> epoch(int epoch) {
            return task.epoch(epoch);
        }

        @Override
        public Validation validate(int step) {
            return task.validate(step);
        }

        @Override
        public void save(Path directory, Map<String, ?> provenance) {
            task.save(directory, provenance);
        }
    }

    @Test
    void aLossThatIsNotFiniteStopsWithStepTextsAndCheckpoint() {
        List<Poisoned> tasks = new ArrayList<>();
        DivergedException stopped = catchThrowableOfType(
                DivergedException.class, () -> run(0).train(Resume.ANEW, TrainingListener.NONE, task -> {
                    tasks.add(new Poisoned(task, Poison.NOT_FINITE, BAD_STEP - 1));
                    return tasks.get(0);
                }));
        assertThat(stopped)
                .hasMessageContaining("step 9: the loss is NaN")
                .hasMessageContaining("checkpoints/step-0000007");
        assertThat(stopped.texts())
                .hasSize(13)
                .containsExactlyInAnyOrderElementsOf(boxed(tasks.get(0).batches.get(0)));
        assertThat(stopped.named("train.tsv, lines 3, 5"))
                .hasMessageContaining("in the batch of train.tsv, lines 3, 5; the last good checkpoint is");
    }

    private static List<Integer> boxed(int[] texts) {
        List<Integer> boxed = new ArrayList<>();
        for (int text : texts) {
            boxed.add(text);
        }
        return boxed;
    }

    @Test
    void whereTheWeightsAreStillGoodTheyAreSavedBeforeItStops() {
        DivergedException stopped = catchThrowableOfType(DivergedException.class, () -> run(0).train(
                        Resume.ANEW, TrainingListener.NONE, task -> new Poisoned(task, Poison.OVERFLOW, BAD_STEP - 1)));
        assertThat(stopped).hasMessageContaining("step 9: the loss is").hasMessageContaining("step-0000008");
    }

    @Test
    void stepsAreSkipped() throws IOException {
        Set<Integer> skipped = new HashSet<>();
        TrainingListener observer = new TrainingListener() {
            @Override
            public void skipped(int step, String why) {
                assertThat(why).contains("loss is");
                skipped.add(step);
            }
        };
        Training.Outcome outcome =
                run(2).train(Resume.ANEW, observer, task -> new Poisoned(task, Poison.OVERFLOW, 3, 11));
        assertThat(outcome.skipped()).isEqualTo(2);
        assertThat(outcome.steps()).isEqualTo(SmallRun.BATCHES);
        assertThat(skipped).containsExactlyInAnyOrder(4, 12);
        assertThat(outcome.best().loss()).isFinite();
        assertThat(Files.readAllLines(folder.resolve("run/metrics.jsonl")))
                .filteredOn(line -> line.startsWith("{\"event\":\"skipped\",\"step\":4,"))
                .hasSize(1);
    }

    @Test
    void moreThanAllowedAreNotSkipped() {
        DivergedException stopped = catchThrowableOfType(DivergedException.class, () -> run(2).train(
                        Resume.ANEW, TrainingListener.NONE, task -> new Poisoned(task, Poison.OVERFLOW, 3, 11, 13)));
        assertThat(stopped).hasMessageContaining("step 14");
    }

    @Test
    void aModelThatAlwaysSaysTheSameIsNoticed() {
        List<String> warnings = new ArrayList<>();
        TrainingListener observer = new TrainingListener() {
            @Override
            public void validated(Validation validation, boolean best) {
                warnings.addAll(validation.warnings());
            }
        };
        run(0).train(Resume.ANEW, observer, task -> new Poisoned(task, Poison.ONE_CLASS, 9, 16)); // before evaluations
        assertThat(warnings).hasSize(2).containsOnly("all 53 texts were classified as 'negative'");
    }
}
