package dev.valence.internal.report;

import dev.valence.evaluate.Evaluation;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Report of one training run, as a page.
 *
 * @param title what was trained
 * @param split name of the examples it was evaluated on
 * @param evaluation of the best model
 * @param curves of the run
 * @param provenance on what, with what, how
 * @param commands that make it again
 */
public record RunReport(
        String title,
        String split,
        Evaluation evaluation,
        LearningCurves curves,
        Map<String, ?> provenance,
        List<String> commands) {
    /** Copies list and map. */
    public RunReport {
        provenance = new LinkedHashMap<>(provenance);
        commands = List.copyOf(commands);
    }

    /** Writes the page. */
    public void write(Path file) {
        page().write(file);
    }

    ReportPage page() {
        ReportPage page = new ReportPage(title);
        page.lead("The best model gets " + StudyTables.number(evaluation.accuracy()) + " of " + evaluation.examples()
                + " examples of " + split + " right (95 % interval "
                + StudyTables.interval(evaluation.accuracyInterval()) + ").");
        List<LineChart> charts = Stream.of(chart("Accuracy", Validation.ACCURACY), chart("Loss", Validation.LOSS))
                .filter(LineChart::drawable)
                .toList();
        if (!charts.isEmpty()) {
            Map<String, SeriesStyle> legend = new LinkedHashMap<>();
            legend.put("training", SeriesStyle.FIRST);
            legend.put(split, SeriesStyle.SECOND);
            page.heading("Learning curves").legend(legend).charts(charts);
        }
        page.heading("On " + split).table(figures()).table(ClassTables.scores(evaluation));
        ClassTables.absent(evaluation).ifPresent(page::note);
        ClassTables.confusion(evaluation).forEach(page::table);
        page.heading("Provenance").definitions(provenance);
        return commands.isEmpty() ? page : page.heading("To repeat").commands(commands);
    }

    private LineChart chart(String name, String figure) {
        return new LineChart(
                name,
                List.of(
                        new Series("training", SeriesStyle.FIRST, curves.training(figure), OptionalInt.empty()),
                        new Series(split, SeriesStyle.SECOND, curves.validation(figure), curves.bestStep())),
                figure.equals(Validation.ACCURACY));
    }

    private DataTable figures() {
        return new DataTable(
                List.of("examples", "accuracy", "95 % interval", "macro F1", "log loss", "calibration error"),
                List.of(List.of(
                        Integer.toString(evaluation.examples()),
                        StudyTables.number(evaluation.accuracy()),
                        StudyTables.interval(evaluation.accuracyInterval()),
                        StudyTables.number(evaluation.macroF1()),
                        StudyTables.number(evaluation.logLoss()),
                        StudyTables.number(evaluation.calibration().expectedError()))));
    }
}
