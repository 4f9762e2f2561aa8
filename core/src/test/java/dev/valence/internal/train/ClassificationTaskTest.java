package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.train.TrainingConfig.Batching;
import dev.valence.internal.train.TrainingConfig.Optimization;
import dev.valence.internal.train.TrainingConfig.Selection;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.Metric;
import dev.valence.train.Schedule;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationTaskTest {
    private static final int STEPS = 3 * 17; // epochs times batches of 13 of 211 texts

    @TempDir
    Path folder;

    private static TrainingConfig config(int patience) {
        return new TrainingConfig(
                TrainingConfig.Budget.ofEpochs(3),
                new Batching(13, 0, false),
                new Optimization(3e-3, Schedule.LINEAR, 0.1, 1, 0.01),
                new Selection(10, Metric.ACCURACY, patience),
                5,
                2);
    }

    @Test
    void learnsAndSavesTheBestModel() {
        List<Validation> seen = new ArrayList<>();
        Training.Outcome outcome = run("run", config(0), Map.of("run", 1), false, new TrainingListener() {
            @Override
            public void validated(Validation validation, boolean best) {
                seen.add(validation);
            }
        });
        assertThat(outcome.end()).isEqualTo(Training.End.COMPLETED);
        assertThat(outcome.steps()).isEqualTo(STEPS);
        // every ten steps, and after each epoch of seventeen
        assertThat(seen).extracting(Validation::step).containsExactly(10, 17, 20, 30, 34, 40, 50, 51);
        double best = seen.stream().mapToDouble(Validation::accuracy).max().orElseThrow();
        assertThat(outcome.best().accuracy()).isEqualTo(best);
        try (TransformerClassifier saved = TransformerClassifier.open(folder.resolve("run/best"), Backend.best(), 1)) {
            Split dev = SmallClassifier.corpus().dev().orElseThrow();
            assertThat(Evaluation.of(saved, dev.examples()).accuracy()).isEqualTo(best);
        }
    }

    @Test
    void aRunThatIsInterruptedAndResumedEndsAsOneThatWasNot() throws IOException {
        Training.Outcome whole = run("whole", config(0), Map.of("run", 1), false, TrainingListener.NONE);
        for (int stop : new int[] {1, 10, 17, 23, 34, 50}) {
            String name = "stopped-at-" + stop;
            Training.Outcome part = run(name, config(0), Map.of("run", 1), false, stoppingAt(stop));
            assertThat(part.end()).as(name).isEqualTo(Training.End.INTERRUPTED);
            assertThat(part.steps()).as(name).isEqualTo(stop);
            Training.Outcome rest = run(name, config(0), Map.of("run", 1), true, TrainingListener.NONE);
            assertThat(rest.best()).as(name).isEqualTo(whole.best());
            assertThat(rest.steps()).as(name).isEqualTo(whole.steps());
            assertThat(folder.resolve(name + "/best/model.safetensors"))
                    .as(name)
                    .hasSameBinaryContentAs(folder.resolve("whole/best/model.safetensors"));
        }
    }

    @Test
    void stopsWhenEvaluationsNoLongerGetBetter() {
        List<Boolean> better = new ArrayList<>();
        Training.Outcome outcome = run("run", config(1), Map.of("run", 1), false, new TrainingListener() {
            @Override
            public void validated(Validation validation, boolean best) {
                better.add(best);
            }
        });
        assertThat(outcome.end()).isEqualTo(Training.End.STOPPED_EARLY);
        assertThat(better.subList(0, better.size() - 1)).doesNotContain(false);
        assertThat(better.get(better.size() - 1)).isFalse();
    }

    @Test
    void logsEveryEvaluation() throws IOException {
        run("run", config(0), Map.of("run", 1), false, TrainingListener.NONE);
        List<String> lines = Files.readAllLines(folder.resolve("run/metrics.jsonl"));
        assertThat(lines).hasSize(8).allMatch(line -> line.contains("\"event\":\"validation\""));
    }

    private static TrainingListener stoppingAt(int step) {
        return new TrainingListener() {
            private int steps;

            @Override
            public void stepped(StepReport progress) {
                steps = progress.step();
            }

            @Override
            public boolean stopRequested() {
                return steps >= step;
            }
        };
    }

    private Training.Outcome run(
            String name,
            TrainingConfig config,
            Map<String, Object> provenance,
            boolean resume,
            TrainingListener observer) {
        try (TransformerClassifier classifier = SmallClassifier.in(folder, config.seed(), 2);
                RunDirectory directory = new RunDirectory(folder.resolve(name), provenance)) {
            ClassificationTask tuning = new ClassificationTask(
                    classifier,
                    tokens(classifier, SmallClassifier.corpus().train()),
                    tokens(classifier, SmallClassifier.corpus().dev().orElseThrow()),
                    config);
            Training training = new Training(tuning, config, directory, observer);
            if (resume) {
                training.resume(false);
            }
            return training.run();
        }
    }

    private static LabelledTokens tokens(TransformerClassifier classifier, Split split) {
        return LabelledTokens.of(classifier.tokenizer(), split, 2);
    }
}
