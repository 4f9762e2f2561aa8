package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.data.Split;
import dev.valence.evaluate.ClassificationReport;
import dev.valence.evaluate.Evaluation;
import dev.valence.evaluate.PredictionsFile;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.ClassTables;
import dev.valence.internal.report.DataTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates classifiers and prints how they did. */
final class Report {
    private final Terminal terminal;

    Report(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Evaluates a classifier on a split, prints the report, and notes the predictions in the run's directory. */
    Evaluation evaluate(Classifier classifier, Split split, String title, @Nullable Path run) {
        Evaluation evaluation =
                Evaluation.of(classifier, split.requireLabelled().examples());
        print(evaluation, title + " on " + split.name() + " (" + split.size() + " examples)");
        if (run != null) {
            PredictionsFile.write(run.resolve(PredictionsFile.name(split.name())), evaluation);
        }
        return evaluation;
    }

    /** Prints accuracy, the report by class, and the confusion matrix or, of many classes, the worst of it. */
    void print(Evaluation evaluation, String title) {
        terminal.printPlain("");
        terminal.heading(title);
        terminal.print(String.format(
                Locale.ROOT,
                "accuracy @|bold,green %.4f|@ (95 %% interval %.4f to %.4f), log loss %.4f, calibration error %.4f",
                evaluation.accuracy(),
                evaluation.accuracyInterval().low(),
                evaluation.accuracyInterval().high(),
                evaluation.logLoss(),
                evaluation.calibration().expectedError()));
        terminal.printPlain("");
        terminal.printLines(ClassificationReport.format(evaluation.confusionMatrix(), evaluation.labels()));
        ClassTables.absent(evaluation).ifPresent(absent -> {
            terminal.printPlain("");
            terminal.printPlain(absent);
        });
        for (DataTable table : ClassTables.confusion(evaluation)) {
            terminal.printPlain("");
            Table.of(table).print(terminal);
        }
    }

    /** Writes an evaluation for machines. */
    static void writeJson(Evaluation evaluation, @Nullable Path file, Map<String, ?> more) {
        if (file != null) {
            Map<String, Object> json = new LinkedHashMap<>(more);
            json.putAll(evaluation.toJson());
            ConfigJson.of(json).write(file);
        }
    }
}
