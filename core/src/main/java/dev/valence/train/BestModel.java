package dev.valence.train;

import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.evaluate.PredictionsFile;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.LearningCurves;
import dev.valence.internal.report.RunReport;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.file.Path;
import java.util.List;

/** The best model of a run, evaluated on dev; its predictions and the page about the run. */
final class BestModel {
    static final String DIRECTORY = "best";
    static final String REPORT = "report.html";

    private BestModel() {}

    /**
     * Evaluates the best model, and writes its predictions and the report.
     *
     * @param title of the report
     * @param command the line that repeats the run
     */
    static Evaluation evaluate(Path run, Split dev, String title, List<String> command, Backend backend, int threads) {
        Path directory = run.resolve(DIRECTORY);
        try (TransformerClassifier best = TransformerClassifier.open(directory, backend, threads)) {
            Evaluation evaluation = Evaluation.of(best, dev.requireLabelled().examples());
            PredictionsFile.write(run.resolve(PredictionsFile.name(dev.name())), evaluation);
            new RunReport(
                            title,
                            Split.DEV,
                            evaluation,
                            LearningCurves.read(run.resolve("metrics.jsonl")),
                            ConfigJson.read(directory.resolve("provenance.json"))
                                    .values(),
                            command)
                    .write(run.resolve(REPORT));
            return evaluation;
        }
    }
}
