package dev.valence.internal.train;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.train.SmallRun.Resume;
import dev.valence.internal.transformer.LongTexts;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightAverageTest {
    private static final double DECAY = 0.8;

    @TempDir
    Path folder;

    /** What a run looks like from inside its task: the weights before every step, and those that are evaluated and saved. */
    private static final class Recorder implements TrainingTask {
        private final TrainingTask task;
        private final List<float[]> before = new ArrayList<>();
        private final List<float[]> evaluated = new ArrayList<>();
        private final List<float[]> saved = new ArrayList<>();

        Recorder(TrainingTask task) {
            this.task = task;
        }

        private float[] weights() {
            return model().parameters().values().clone();
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
        public TrainingBatch batch(int step, int[] texts) {
            before.add(weights());
            return task.batch(step, texts);
        }

        @Override
        public Validation validate(int step) {
            evaluated.add(weights());
            return task.validate(step);
        }

        @Override
        public void save(Path directory, Map<String, ?> provenance) {
            saved.add(weights());
            task.save(directory, provenance);
        }
    }

    private Recorder train(String name, double decay) {
        return train(name, 2, Resume.ANEW, decay);
    }

    private Recorder train(String name, int epochs, Resume resume, double decay) {
        TrainingAids aids =
                new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, 1, LongTexts.CUT, 0, decay);
        List<Recorder> recorders = new ArrayList<>();
        new SmallRun(folder.resolve(name), epochs, 0, Safeguards.DEFAULT, Map.of())
                .with(aids)
                .train(resume, TrainingListener.NONE, task -> {
                    recorders.add(new Recorder(task));
                    return recorders.get(0);
                });
        return recorders.get(0);
    }

    /** After steps {@code first} to {@code last}, in double precision, from the definition: after n steps min(decay, (1 + n) / (10 + n)) of it stays. */
    private static double[] average(List<float[]> weights, int first, int last) {
        double[] average = new double[weights.get(0).length];
        for (int i = 0; i < average.length; i++) {
            average[i] = weights.get(0)[i];
            for (int n = first; n <= last; n++) {
                double stays = Math.min(DECAY, (1.0 + n) / (10.0 + n));
                average[i] = stays * average[i] + (1 - stays) * weights.get(n - first + 1)[i];
            }
        }
        return average;
    }

    @Test
    void itIsEvaluatedAndSavedAndTrainingGoesOnWithoutIt() {
        Recorder averaged = train("averaged", DECAY);
        Recorder plain = train("plain", 0);
        assertThat(averaged.before).hasSize(2 * SmallRun.BATCHES);
        for (int step = 0; step < averaged.before.size(); step++) {
            assertThat(averaged.before.get(step)).as("before step %d", step).isEqualTo(plain.before.get(step));
        }
        int[] steps = {10, 17, 20, 30
        }; // every 10, and after the first epoch; those after the last step are not recorded
        for (int i = 0; i < steps.length; i++) {
            double[] expected = average(averaged.before, 1, steps[i]);
            assertClose("after step " + steps[i], averaged.evaluated.get(i), expected, 1e-6);
            assertThat(plain.evaluated.get(i)).isEqualTo(plain.before.get(steps[i]));
        }
        assertThat(averaged.evaluated).containsAll(averaged.saved);
        assertThat(averaged.saved).isNotEmpty();
    }

    @Test
    void frozenWeightsStayTheVerySame() {
        TransformerModel model = Models.classifier(SmallTask.encoder(0), 2, Backend.best());
        model.initialize(19);
        float[] weights = model.parameters().values();
        float[] start = weights.clone();
        int trained = weights.length / 2;
        try (WorkerPool pool = new WorkerPool(2)) {
            WeightAverage average = new WeightAverage(0.997, model, pool);
            for (int step = 1; step <= 101; step++) {
                weights[trained] += 0.01f;
                average.add(step);
            }
            float[] averaged = average.inPlace(() -> weights.clone());
            assertThat(averaged[trained]).isBetween(start[trained] + 0.1f, weights[trained] - 0.1f);
            averaged[trained] = start[trained];
            assertThat(averaged).isEqualTo(start);
        }
    }

    /** As happens where a run is forced to go on with other options. */
    @Test
    void itBeginsWithTheWeightsOfACheckpointThatHasNone() {
        train("run", 1, Resume.ANEW, 0);
        Recorder resumed = train("run", 2, Resume.RESUMED, DECAY);
        assertThat(resumed.before).hasSize(SmallRun.BATCHES);
        double[] expected = average(resumed.before, SmallRun.BATCHES + 1, 20);
        assertClose("after step 20", resumed.evaluated.get(0), expected, 1e-6);
    }

    @Test
    void theBestModelHoldsTheAverage() {
        Recorder averaged = train("averaged", DECAY);
        float[] best = averaged.saved.get(averaged.saved.size() - 1);
        TransformerModel model = averaged.model();
        System.arraycopy(best, 0, model.parameters().values(), 0, best.length);
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("averaged/best/model.safetensors"))) {
            float[] written = new float[best.length];
            model.parameters().tensors(written).forEach(file::read);
            assertThat(written).isEqualTo(best);
        }
    }
}
