package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.Progress;
import dev.valence.internal.model.Targets.Distilled;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.train.DistillationTask.Settings;
import dev.valence.internal.train.TrainingConfig.Batching;
import dev.valence.internal.train.TrainingConfig.Optimization;
import dev.valence.internal.train.TrainingConfig.Selection;
import dev.valence.internal.transformer.LongTexts;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.Metric;
import dev.valence.train.Schedule;
import dev.valence.train.TrainingListener;
import dev.valence.train.WindowAggregation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistillationTaskTest {
    private static final int LABELLED = 97; // of 211 texts
    private static final TrainingConfig CONFIG = new TrainingConfig(
            TrainingConfig.Budget.ofEpochs(3),
            new Batching(13, 0, false),
            new Optimization(3e-3, Schedule.LINEAR, 0.1, 1, 0.01),
            new Selection(10, Metric.ACCURACY, 0),
            5,
            2);

    @TempDir
    Path folder;

    /** The texts of the small corpus in the tokens of a classifier; the first of them labelled. */
    private static LabelledTokens texts(TransformerClassifier classifier, int labelled) {
        LabelledTokens all = LabelledTokens.of(
                classifier.tokenizer(), SmallClassifier.corpus().train(), 2);
        int[] labels = all.labels().clone();
        Arrays.fill(labels, labelled, labels.length, Example.UNLABELLED);
        return new LabelledTokens(all.tokens(), labels);
    }

    private TeacherLogits teacher() {
        try (TransformerClassifier teacher = SmallClassifier.in(folder, 71, 2)) {
            return TeacherLogits.of(teacher, texts(teacher, 0).tokens(), Progress.NONE);
        }
    }

    private Training.Outcome train(String name, boolean resume, TrainingListener observer) {
        TeacherLogits teacher = teacher();
        try (TransformerClassifier student = SmallClassifier.in(folder, CONFIG.seed(), 2);
                RunDirectory directory = new RunDirectory(folder.resolve(name), Map.of("run", 1))) {
            LabelledTokens validation = LabelledTokens.of(
                    student.tokenizer(), SmallClassifier.corpus().dev().orElseThrow(), 2);
            DistillationTask task = new DistillationTask(
                    student, texts(student, LABELLED), validation, teacher, new Settings(2, 0.5), CONFIG);
            Training training = new Training(task, CONFIG, directory, observer);
            if (resume) {
                training.resume(false);
            }
            return training.run();
        }
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

    @Test
    void aRunThatIsInterruptedAndResumedEndsAsOneThatWasNot() {
        Training.Outcome whole = train("whole", false, TrainingListener.NONE);
        for (int stop : new int[] {1, 23, 34}) {
            String name = "stopped-at-" + stop;
            assertThat(train(name, false, stoppingAt(stop)).end()).as(name).isEqualTo(Training.End.INTERRUPTED);
            Training.Outcome rest = train(name, true, TrainingListener.NONE);
            assertThat(rest.best()).as(name).isEqualTo(whole.best());
            assertThat(rest.steps()).as(name).isEqualTo(whole.steps());
            assertThat(folder.resolve(name + "/best/model.safetensors"))
                    .as(name)
                    .hasSameBinaryContentAs(folder.resolve("whole/best/model.safetensors"));
        }
    }

    @Test
    void aBatchHasTheLabelsOfItsTextsAndWhatTheTeacherSaysOfThem() {
        TeacherLogits teacher = teacher();
        try (TransformerClassifier student = SmallClassifier.in(folder, CONFIG.seed(), 1)) {
            LabelledTokens train = texts(student, LABELLED);
            DistillationTask task = new DistillationTask(student, train, train, teacher, new Settings(3, 0.25), CONFIG);
            int[] texts = task.epoch(0).get(2);
            TrainingBatch batch = task.batch(7, texts);
            Distilled targets = (Distilled) batch.targets();
            assertThat(targets.temperature()).isEqualTo(3);
            assertThat(targets.alpha()).isEqualTo(0.25);
            for (int i = 0; i < texts.length; i++) {
                assertThat(batch.tokens().ids(i)).isEqualTo(train.tokens().ids(texts[i]));
                assertThat(targets.labels()[i]).isEqualTo(train.labels()[texts[i]]);
                assertThat(Arrays.copyOfRange(targets.teacher(), 2 * i, 2 * i + 2))
                        .isEqualTo(Arrays.copyOfRange(teacher.logits(), 2 * texts[i], 2 * texts[i] + 2));
            }
        }
    }

    @Test
    void theTeacherSaysOfManyTextsWhatItSaysOfEach() {
        try (TransformerClassifier teacher = SmallClassifier.in(folder, 71, 2)) {
            LabelledTokens some = texts(teacher, 0);
            int[] many = new int[1_123]; // more than a portion
            Arrays.setAll(many, i -> (i * 7) % some.size());
            TeacherLogits logits = TeacherLogits.of(teacher, some.tokens().select(many), Progress.NONE);
            float[] each =
                    TeacherLogits.of(teacher, some.tokens(), Progress.NONE).logits();
            for (int i = 0; i < many.length; i++) {
                assertThat(Arrays.copyOfRange(logits.logits(), 2 * i, 2 * i + 2))
                        .as("text %d", i)
                        .isEqualTo(Arrays.copyOfRange(each, 2 * many[i], 2 * many[i] + 2));
            }
        }
    }

    @Test
    void otherLabelsAreRefused() {
        TeacherLogits teacher = new TeacherLogits(LabelSet.of("positive", "negative"), new float[2 * 211]);
        try (TransformerClassifier student = SmallClassifier.in(folder, CONFIG.seed(), 1)) {
            LabelledTokens train = texts(student, LABELLED);
            assertThatThrownBy(() -> new DistillationTask(student, train, train, teacher, new Settings(2, 0.5), CONFIG))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("[positive, negative] and [negative, positive]");
        }
    }

    @Test
    void aTeacherReadsLongTextsInItsOwnWay() {
        String text = String.join(" ", SmallClassifier.corpus().train().texts().subList(0, 13));
        try (TransformerClassifier teacher = SmallClassifier.in(folder, 71, 1)) {
            teacher.readLongTexts(new LongTexts(WindowAggregation.MEAN, 11));
            TokenBatch tokens = Tokenization.of(teacher.evaluationTokenizer(), List.of(text), 1, Progress.NONE)
                    .batch();
            assertThat(tokens.length(0)).isGreaterThan(teacher.tokenizer().maximumLength());
            assertThat(TeacherLogits.of(teacher, tokens, Progress.NONE).logits())
                    .isEqualTo(teacher.logits(List.of(text)));
        }
    }

    @Test
    void otherLossesOfLabelsAreRefused() {
        Objective smoothing = new Objective(ClassWeights.EQUAL, 0.1);
        TrainingConfig smoothed =
                CONFIG.withAids(new TrainingAids(ParameterGroups.ALIKE, smoothing, 1, LongTexts.CUT, 0, 0));
        TeacherLogits teacher = teacher();
        try (TransformerClassifier student = SmallClassifier.in(folder, CONFIG.seed(), 1)) {
            LabelledTokens train = texts(student, LABELLED);
            assertThatThrownBy(
                            () -> new DistillationTask(student, train, train, teacher, new Settings(2, 0.5), smoothed))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("label smoothing");
        }
    }

    @ParameterizedTest(name = "temperature {0}, alpha {1}")
    @CsvSource({"0, 0.5", "-1, 0.5", "NaN, 0.5", "1001, 0.5", "2, -0.1", "2, 1.1", "2, NaN"})
    void settingsOutOfTheirRangeAreRefused(double temperature, double alpha) {
        assertThatThrownBy(() -> new Settings(temperature, alpha))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must be in");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aTeacherWhoseLogitsAreNotFiniteIsRefused(float bad) {
        assertThatThrownBy(() -> new TeacherLogits(LabelSet.of("a", "b"), new float[] {1, 2, bad, 3}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("for text 2");
    }
}
