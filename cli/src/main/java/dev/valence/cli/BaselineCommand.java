package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.train.Baseline;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence baseline}: the classifiers a Transformer has to beat. */
@Command(
        name = "baseline",
        description = "Train the baseline: TF-IDF and logistic regression, beside the majority class.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BaselineCommand implements Runnable {
    private static final long HOLD_OUT_SEED = 42;

    private final Terminal terminal;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", descriptionKey = "baseline.out")
    private @Nullable Path out;

    @Option(names = "--fit-on", paramLabel = "WHAT")
    private String fitOn = "train";

    @Option(names = "--max-features", paramLabel = "N")
    private int maximumFeatures = 10_000;

    @Option(names = "--json", paramLabel = "FILE", descriptionKey = "baseline.json")
    private @Nullable Path json;

    BaselineCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path directory = Options.required(out, "--out");
        boolean alsoFitOnDev =
                switch (fitOn) {
                    case "train" -> false;
                    case "train+validation" -> true;
                    default ->
                        throw new InputException("--fit-on must be train or train+validation, found '" + fitOn + "'");
                };
        try (Display display = new Display(terminal)) {
            Dataset dataset = data.read(display, terminal).withDev(HOLD_OUT_SEED, display);
            Split dev = dataset.dev().orElseThrow().requireLabelled();
            Classifier classifier = Baseline.of(dataset)
                    .maximumFeatures(maximumFeatures)
                    .fitOnDev(alsoFitOnDev)
                    .listener(display)
                    .train(directory);
            Evaluation evaluation =
                    new Report(terminal).evaluate(classifier, dev, "TF-IDF + logistic regression", directory);
            double floor =
                    Evaluation.of(Baseline.majority(dataset), dev.examples()).accuracy();
            terminal.printPlain("");
            terminal.printPlain(String.format(Locale.ROOT, "majority class on dev: accuracy %.4f", floor));
            Report.writeJson(evaluation, json, Map.of("model", directory.toString(), "majority_accuracy", floor));
            terminal.note("The model is in " + directory);
        }
    }
}
