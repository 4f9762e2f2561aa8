package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.Prediction;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Comparison;
import dev.valence.evaluate.Evaluation;
import dev.valence.train.Baseline;
import dev.valence.train.Finetuning;
import dev.valence.train.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence quickstart}: the whole story in a minute or two, with nothing to download. */
@Command(
        name = "quickstart",
        description = {
            "Show the whole story on the built-in corpus: look at the data, train a baseline and a Transformer, compare them"
                    + " on held-out sentences, predict.",
            "Needs no network and about a minute."
        },
        mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
    private static final int EPOCHS = 15;
    private static final double LEARNING_RATE = 1e-3;
    private static final List<String> SENTENCES = List.of(
            "not bad at all",
            "lovely start , dreadful end",
            "the acting is hardly brilliant",
            "dull at first , but a truly wonderful finish");

    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", descriptionKey = "quickstart.out")
    private @Nullable Path out;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path directory = out == null ? unused(Path.of("runs", "quickstart")) : out;
        if (Files.exists(directory)) {
            throw new InputException(directory + ": required a new directory, found one already; choose another --out");
        }
        Report report = new Report(terminal);
        Dataset dataset = Dataset.builtIn();
        title("1. Data: generated sentences with negation and contrast");
        for (Split split : dataset.splits()) {
            terminal.printPlain(String.format(
                    Locale.ROOT,
                    "%-5s %5d sentences, e.g. \"%s\"",
                    split.name(),
                    split.size(),
                    split.texts().get(0)));
        }

        title("2. Baseline: TF-IDF and logistic regression");
        Display display = new Display(terminal);
        Classifier baseline = Baseline.of(dataset).listener(display).train(directory.resolve("baseline"));
        Split test = dataset.test().orElseThrow();
        Evaluation words = report.evaluate(baseline, test, "TF-IDF + logistic regression", null);

        title("3. Transformer from random weights");
        Path run = directory.resolve("transformer");
        // More epochs and a higher rate than the standard, which is made for far more texts and a larger encoder.
        Run trained = Finetuning.of(dataset)
                .layers(3)
                .heads(4)
                .width(64)
                .feedForward(128)
                .dropout(0.1)
                .epochs(EPOCHS)
                .learningRate(LEARNING_RATE)
                .engine(machine.engine())
                .environment(terminal.user())
                .listener(display)
                .train(run);
        if (trained.interrupted()) {
            return Interruption.EXIT_CODE;
        }
        try (Classifier best = machine.load(run.toString(), terminal)) {
            Evaluation order = report.evaluate(best, test, "Transformer", null);

            title("4. Side by side on the test sentences");
            Map<String, Evaluation> both = new LinkedHashMap<>();
            both.put("TF-IDF + logistic regression", words);
            both.put("Transformer", order);
            terminal.printLines(Comparison.of(both).format());

            title("5. Predictions: word order matters");
            predict(baseline, best);
        }
        terminal.printPlain("");
        terminal.printPlain("Next: ./valence predict --model " + run + " \"what a fine day\"");
        return 0;
    }

    private static Path unused(Path first) {
        Path path = first;
        for (int number = 2; Files.exists(path); number++) {
            path = first.resolveSibling(first.getFileName() + "-" + number);
        }
        return path;
    }

    private void title(String text) {
        terminal.printPlain("");
        terminal.print("@|bold,cyan " + text + "|@");
    }

    private void predict(Classifier words, Classifier order) {
        Table table = new Table("sentence", "TF-IDF", "Transformer");
        for (String sentence : SENTENCES) {
            table.row(sentence, cell(words, sentence), cell(order, sentence));
        }
        table.print(terminal);
    }

    private static String cell(Classifier classifier, String sentence) {
        Prediction prediction = classifier.predict(sentence);
        return String.format(Locale.ROOT, "%s %.2f", prediction.label(), prediction.confidence());
    }
}
