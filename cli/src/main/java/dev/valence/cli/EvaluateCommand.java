package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.evaluate.PredictionsFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code valence evaluate}: how good a saved model is. */
@Command(
        name = "evaluate",
        description = "Evaluate a model: accuracy with its interval, report by class, confusion matrix.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvaluateCommand implements Runnable {
    private final Terminal terminal;

    @Option(names = "--model", required = true, paramLabel = "SOURCE")
    private @Nullable String model;

    @Mixin
    private final HeldOutOptions heldOut = new HeldOutOptions();

    @Option(names = "--json", paramLabel = "FILE", descriptionKey = "evaluate.json")
    private @Nullable Path json;

    @Option(names = "--predictions", paramLabel = "FILE")
    private @Nullable Path predictions;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String source = Options.required(model, "--model");
        try (Classifier classifier = machine.load(source, terminal)) {
            Split split = heldOut.read(terminal, classifier.labels());
            Evaluation evaluation = new Report(terminal).evaluate(classifier, split, source, null);
            Report.writeJson(evaluation, json, Map.of("model", source, "split", split.name()));
            if (predictions != null) {
                PredictionsFile.write(predictions, evaluation);
            }
        }
    }
}
