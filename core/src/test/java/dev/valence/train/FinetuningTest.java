package dev.valence.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Classifier;
import dev.valence.Engine;
import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Valence;
import dev.valence.data.Dataset;
import dev.valence.evaluate.Evaluation;
import dev.valence.internal.generated.BuiltInCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning as a user of the library calls it. */
class FinetuningTest {
    private static final Dataset SENTENCES = BuiltInCorpus.generate(3, 211, 53, 53);

    @TempDir
    Path folder;

    private Finetuning tiny(Dataset dataset) {
        return Finetuning.of(dataset)
                .layers(1)
                .heads(2)
                .width(26)
                .feedForward(31)
                .vocabularySize(307)
                .epochs(2)
                .batchSize(13)
                .seed(5)
                .shards(2)
                .environment(Environment.defaults().withCache(folder.resolve("cache")));
    }

    /** Counts steps, and stops before the one after a limit. */
    private static final class Recorder implements TrainingListener {
        private final List<String> notes = new ArrayList<>();
        private final List<String> tasks = new ArrayList<>();
        private final int limit;
        private int steps;

        Recorder(int limit) {
            this.limit = limit;
        }

        @Override
        public void note(String message) {
            notes.add(message);
        }

        @Override
        public void progress(String task, String unit, long done, long total) {
            tasks.add(task + " " + done + "/" + total + " " + unit);
        }

        @Override
        public void stepped(StepReport progress) {
            steps++;
        }

        @Override
        public boolean stopRequested() {
            return steps == limit;
        }
    }

    @Test
    void leavesTheModelThatItsRunReports() {
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        Run run = tiny(SENTENCES).listener(recorder).train(folder.resolve("run"));
        assertThat(run.steps()).isEqualTo(recorder.steps).isEqualTo(2 * 17); // 211 texts in batches of 13
        assertThat(recorder.tasks).contains("Tokenizing train 211/211 texts", "Tokenizing dev 53/53 texts");
        assertThat(recorder.notes).anyMatch(note -> note.startsWith("Training on 211 texts"));
        assertThat(run.directory().resolve("report.html")).exists();
        try (Classifier classifier = Valence.load(run.directory())) {
            Evaluation again = Evaluation.of(classifier, SENTENCES.dev().orElseThrow());
            assertThat(again.accuracy())
                    .isEqualTo(run.best().accuracy())
                    .isEqualTo(run.validation().accuracy());
        }
    }

    @Test
    void goesOnAfterACancellationToTheSameWeights() throws IOException {
        Path whole = tiny(SENTENCES).train(folder.resolve("whole")).model();
        Run stopped = tiny(SENTENCES).listener(new Recorder(7)).train(folder.resolve("parts"));
        assertThat(stopped.interrupted()).isTrue();
        assertThat(stopped.steps()).isEqualTo(7);
        assertThatThrownBy(stopped::best)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an interrupted run; resume it");
        Path parts = tiny(SENTENCES).resume(true).train(folder.resolve("parts")).model();
        assertThat(parts.resolve("model.safetensors")).hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    }

    @Test
    void holdsOutATenthWhereThereIsNoDevSplit() throws IOException {
        Path file = folder.resolve("tickets.csv");
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 101; i++) {
            rows.append("ticket ").append(i).append(i % 2 == 0 ? ",bill\n" : ",login\n");
        }
        Files.writeString(file, rows);
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        Run run = tiny(Dataset.read(file)).listener(recorder).train(folder.resolve("run"));
        assertThat(run.best().labels()).isEqualTo(LabelSet.of("bill", "login"));
        assertThat(recorder.notes)
                .contains("No dev split: " + run.best().examples()
                        + " of the 101 training rows are held out for validation.");
    }

    @Test
    void anEngineGivesTheSameWeightsWithAnyThreads() {
        Engine one = Engine.best().withKernels(Engine.Kernels.SCALAR).withThreads(1);
        Run first = tiny(SENTENCES).engine(one).train(folder.resolve("one"));
        Run second = tiny(SENTENCES).engine(one.withThreads(3)).train(folder.resolve("three"));
        assertThat(first.model().resolve("model.safetensors"))
                .hasSameBinaryContentAs(second.model().resolve("model.safetensors"));
    }

    @Test
    void refusesWhatExcludesEachOther() {
        assertThatThrownBy(() -> tiny(SENTENCES).steps(3).train(folder.resolve("run")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exclude each other");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aTeacherOfOtherClassesIsRefused() {
        Path teacher = tiny(SENTENCES).train(folder.resolve("teacher")).directory();
        assertThat(Distillation.labels(teacher)).isEqualTo(SENTENCES.labels());
        Dataset renamed = new Dataset(
                "renamed", LabelSet.of("bad", "good"), SENTENCES.train(), SENTENCES.dev(), SENTENCES.test());
        assertThatThrownBy(() -> Distillation.of(renamed, teacher).train(folder.resolve("student")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "required data with the teacher's labels [negative, positive], found [bad, good]");
    }
}
