package dev.valence.cli;

import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.LearningCurves;
import dev.valence.internal.report.RunReport;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run came to: its best model evaluated on dev, printed, as JSON and as a page. */
final class BestModelReport {
    private final Terminal terminal;
    private final Path run;
    private final MachineOptions machine;

    BestModelReport(Terminal terminal, Path run, MachineOptions machine) {
        this.terminal = terminal;
        this.run = run;
        this.machine = machine;
    }

    /**
     * Evaluates the model and writes what there is to say.
     *
     * @param title of the page
     * @param json where the figures go, or null
     * @param command what repeats the run
     */
    void write(Split dev, String title, @Nullable Path json, List<String> command) {
        Path directory = run.resolve("best");
        try (TransformerClassifier best = TransformerClassifier.open(directory, machine.backend(), machine.threads())) {
            Evaluation evaluation = new Report(terminal).evaluate(best, dev, "Best model", run);
            Report.writeJson(evaluation, json, Map.of("model", run.toString()));
            new RunReport(
                            title,
                            Split.DEV,
                            evaluation,
                            LearningCurves.read(run.resolve("metrics.jsonl")),
                            ConfigJson.read(directory.resolve("provenance.json"))
                                    .values(),
                            command)
                    .write(run.resolve("report.html"));
        }
        terminal.note("The best model is in " + directory);
    }
}
