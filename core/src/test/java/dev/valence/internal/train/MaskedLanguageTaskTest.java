package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.Progress;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.corpus.TokenCorpus;
import dev.valence.internal.corpus.WindowCutter;
import dev.valence.internal.corpus.Windows;
import dev.valence.internal.generated.BuiltInCorpus;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.TrainingConfig.Batching;
import dev.valence.internal.train.TrainingConfig.Budget;
import dev.valence.internal.train.TrainingConfig.Optimization;
import dev.valence.internal.train.TrainingConfig.Selection;
import dev.valence.internal.transformer.LoadReport;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.internal.transformer.TransformerClassifier.Transferred;
import dev.valence.train.Cutting;
import dev.valence.train.MaskReplacement;
import dev.valence.train.Metric;
import dev.valence.train.PositionKind;
import dev.valence.train.Schedule;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedLanguageTaskTest {
    private static final int STEPS = 600;

    @TempDir
    Path folder;

    private static TrainingConfig config(Budget budget) {
        return new TrainingConfig(
                budget,
                new Batching(0, 300, false),
                new Optimization(3e-3, Schedule.LINEAR, 0.1, 1, 0.01),
                new Selection(50, Metric.LOSS, 0),
                5,
                2);
    }

    private Training.Outcome run(String name, Budget budget, boolean tied, boolean resume, TrainingListener observer) {
        Path tokenizer = SmallClassifier.tokenizer(folder);
        Windows all = windows(tokenizer);
        EncoderConfig encoder = EncoderConfig.valence(
                SmallClassifier.vocabularySize(tokenizer), 2, 2, 22, 29, 37, PositionKind.SINUSOIDAL, 0.1f, 1e-5f);
        try (MaskedLanguageModel model = MaskedLanguageModel.random(encoder, tied, tokenizer, 3, Backend.best(), 2);
                RunDirectory directory = new RunDirectory(folder.resolve(name), Map.of("run", 1))) {
            Masking masking =
                    new Masking(new Masking.Settings(0.15, MaskReplacement.MASK, false), model.tokenizer(), 5);
            Windows train = new Windows(all.corpus(), all.corpus().part(0.2, 1, false));
            Windows held = new Windows(all.corpus(), all.corpus().part(0.2, 1, true));
            TrainingConfig config = config(budget);
            Training training = new Training(
                    new MaskedLanguageTask(model, train, held, masking, config), config, directory, observer);
            if (resume) {
                training.resume(false);
            }
            return training.run();
        }
    }

    /** Documents of one word, said again and again, so that what is hidden can be known from the rest. */
    private static List<String> echoes() {
        List<String> words = SmallClassifier.corpus().train().texts().stream()
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .distinct()
                .sorted()
                .toList();
        return IntStream.range(0, 997)
                .mapToObj(i -> (words.get(i * 31 % words.size()) + " ").repeat(4 + i % 5))
                .toList();
    }

    private Windows windows(Path tokenizerFile) {
        Path text = folder.resolve("text.txt");
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(tokenizerFile, 10_000)) {
            Files.write(text, echoes());
            TokenCorpus corpus = TokenCorpus.open(
                    folder.resolve("cache"),
                    List.of(text),
                    new WindowCutter(tokenizer, Cutting.SENTENCES, 37),
                    2,
                    Progress.NONE);
            return new Windows(corpus, corpus.all());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "tied: {0}")
    @ValueSource(booleans = {false, true})
    void learnsAndLeavesAModelThatFineTuningStartsFrom(boolean tied) {
        Training.Outcome outcome = run("run", Budget.ofSteps(STEPS), tied, false, TrainingListener.NONE);
        assertThat(outcome.steps()).isEqualTo(STEPS);
        assertThat(outcome.best().loss()).isLessThan(0.7 * entropy());
        assertThat(outcome.best().figure(Validation.PERPLEXITY))
                .isEqualTo(Math.exp(outcome.best().loss()));

        try (MaskedLanguageModel saved = MaskedLanguageModel.open(folder.resolve("run/best"), Backend.best(), 1);
                TransformerClassifier classifier = transferred()) {
            assertThat(classifier.tokenizer().contentHash())
                    .isEqualTo(saved.tokenizer().contentHash());
            int encoder = saved.model().parameters().tensors().stream()
                    .filter(tensor -> tensor.name().startsWith("e")) // embeddings, encoder
                    .mapToInt(tensor -> tensor.size())
                    .sum();
            assertThat(classifier.model().parameters().values())
                    .startsWith(Arrays.copyOf(saved.model().parameters().values(), encoder));
        }
    }

    /** What a guess loses that knows how frequent each token is, and nothing of its neighbours. */
    private double entropy() {
        Windows all = windows(SmallClassifier.tokenizer(folder));
        Map<Integer, Long> counts = Arrays.stream(
                        all.select(IntStream.range(0, all.size()).toArray()).ids())
                .filter(id -> id > 4) // special tokens are never hidden
                .boxed()
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        double total = counts.values().stream().mapToLong(Long::longValue).sum();
        return counts.values().stream()
                .mapToDouble(count -> -count / total * Math.log(count / total))
                .sum();
    }

    private TransformerClassifier transferred() {
        Transferred transferred = TransformerClassifier.transfer(
                folder.resolve("run/best"), BuiltInCorpus.LABELS, 0.2f, 7, Backend.best(), 1);
        LoadReport report = transferred.report();
        assertThat(report.loaded()).hasSize(1 + 2 * 16).allMatch(name -> name.startsWith("e"));
        assertThat(report.missing()).hasSize(6).allMatch(name -> name.startsWith("head."));
        assertThat(report.unexpected()).isNotEmpty().allMatch(name -> name.startsWith("head."));
        assertThat(report.misshapen()).isEmpty();
        return transferred.classifier();
    }

    @Test
    void aRunThatIsInterruptedAndResumedEndsAsOneThatWasNot() {
        Training.Outcome whole = run("whole", Budget.ofSteps(60), true, false, TrainingListener.NONE);
        run("broken", Budget.ofSteps(60), true, false, new TrainingListener() {
            private int steps;

            @Override
            public void stepped(StepReport progress) {
                steps = progress.step();
            }

            @Override
            public boolean stopRequested() {
                return steps >= 23;
            }
        });
        Training.Outcome rest = run("broken", Budget.ofSteps(60), true, true, TrainingListener.NONE);
        assertThat(rest.best()).isEqualTo(whole.best());
        assertThat(folder.resolve("broken/best/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/best/model.safetensors"));
    }

    @Test
    void minutesEndARunWithAnEvaluation() {
        Training.Outcome outcome = run("timed", Budget.ofMinutes(0.5 / 60), true, false, TrainingListener.NONE);
        assertThat(outcome.end()).isEqualTo(Training.End.COMPLETED);
        assertThat(outcome.steps()).isPositive();
        assertThat(outcome.seconds()).isGreaterThanOrEqualTo(0.5);
        assertThat(outcome.best().step()).isPositive();
    }
}
