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

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "a model directory, or the directory of a run")
    private @Nullable Path model;

    @Mixin
    private final HeldOutOptions heldOut = new HeldOutOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures to FILE")
    private @Nullable Path json;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "write every prediction to FILE, one JSON object a line")
    private @Nullable Path predictions;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path directory = Options.required(model, "--model");
        try (Classifier classifier = SavedModel.open(directory, machine)) {
            Split split = heldOut.read(terminal, classifier.labels());
            Evaluation evaluation = new Report(terminal).evaluate(classifier, split, directory.toString(), null);
            Report.writeJson(evaluation, json, Map.of("model", directory.toString(), "split", split.name()));
            if (predictions != null) {
                PredictionsFile.write(predictions, evaluation);
            }
        }
    }
}
