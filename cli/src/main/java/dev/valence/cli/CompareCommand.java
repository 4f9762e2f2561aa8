package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.data.Split;
import dev.valence.evaluate.Comparison;
import dev.valence.evaluate.Evaluation;
import dev.valence.evaluate.PredictionsFile;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence compare}: runs side by side, with a paired test of each against the first. */
@Command(
        name = "compare",
        description = {
            "Compare runs or models on the same examples: accuracy, interval, McNemar's exact test against the first.",
            "Without --data or --evaluate the predictions that the runs left on the split are compared."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(arity = "2..*", paramLabel = "DIR", descriptionKey = "compare.dir")
    private List<Path> directories = new ArrayList<>();

    @Option(names = "--evaluate")
    private boolean evaluate;

    @Mixin
    private final HeldOutOptions heldOut = new HeldOutOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(names = "--json", paramLabel = "FILE", descriptionKey = "compare.json")
    private @Nullable Path json;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        for (Path directory : directories) {
            if (evaluations.put(directory.toString(), evaluation(directory)) != null) {
                throw new InputException(
                        "required different runs to compare, found " + directory + " twice; name each once");
            }
        }
        Comparison comparison = Comparison.of(evaluations);
        terminal.printLines(comparison.format());
        if (json != null) {
            ConfigJson.of(comparison.toJson()).write(json);
        }
    }

    private Evaluation evaluation(Path directory) {
        if (evaluate || heldOut.named()) {
            try (Classifier classifier = machine.load(directory.toString(), terminal)) {
                Split split = heldOut.read(terminal, classifier.labels());
                return Evaluation.of(classifier, split.requireLabelled().examples());
            }
        }
        Path file = directory.resolve(PredictionsFile.name(heldOut.split()));
        if (!Files.exists(file)) {
            throw new InputException(directory + ": required " + file.getFileName()
                    + " as finetune and baseline leave it," + " found none; name the data with --evaluate --data");
        }
        return PredictionsFile.read(file);
    }
}
