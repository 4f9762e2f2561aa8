package dev.valence.internal.report;

import dev.valence.evaluate.Method;
import dev.valence.evaluate.MethodComparison;
import dev.valence.evaluate.ScoredRun;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Report of a study of methods with several seeds, as a page.
 *
 * @param comparisons the methods on each split that was scored; first that which chose the best models
 * @param curves of the runs that have them, by name of the run
 * @param recipe how the runs were trained
 * @param provenance on what, with what
 * @param commands that make it all again
 */
public record StudyReport(
        List<MethodComparison> comparisons,
        Map<String, LearningCurves> curves,
        Map<String, ?> recipe,
        Map<String, ?> provenance,
        List<String> commands) {
    /** Copies lists and maps. */
    public StudyReport {
        comparisons = List.copyOf(comparisons);
        curves = Map.copyOf(curves);
        recipe = new LinkedHashMap<>(recipe);
        provenance = new LinkedHashMap<>(provenance);
        commands = List.copyOf(commands);
    }

    /** Writes the page. */
    public void write(Path file) {
        page().write(file);
    }

    ReportPage page() {
        ReportPage page = new ReportPage("Random or pre-trained weights");
        comparisons.forEach(comparison -> page.lead(StudyTables.answer(comparison)));
        page.charts(comparisons.stream().map(StudyReport::intervals).toList());
        page.heading("Learning curves").legend(legend());
        page.charts(Stream.of(
                        curves("Accuracy on " + chosenOn(), Validation.ACCURACY),
                        curves("Loss on " + chosenOn() + " (mean cross entropy, nats)", Validation.LOSS))
                .filter(LineChart::drawable)
                .toList());
        page.note("A line for each run, a dot where its model was kept: the best on " + chosenOn()
                + ", so the figures on " + chosenOn() + " are flattered by that choice.");
        for (MethodComparison comparison : comparisons) {
            page.heading("On " + comparison.split() + ": " + comparison.examples() + " examples");
            page.table(StudyTables.methods(comparison)).table(StudyTables.runs(comparison));
            page.subheading("Paired tests");
            DataTable overSeeds = StudyTables.overSeeds(comparison);
            if (!overSeeds.rows().isEmpty()) {
                page.table(overSeeds);
            }
            page.table(StudyTables.pairs(comparison));
        }
        StudyTables.notes(comparisons.get(0)).forEach(page::note);
        page.heading("Recipe").definitions(recipe);
        page.heading("Provenance").definitions(provenance);
        return page.heading("To repeat").commands(commands);
    }

    private String chosenOn() {
        return comparisons.get(0).split();
    }

    private static SeriesStyle style(int method) {
        SeriesStyle[] styles = SeriesStyle.values();
        return styles[method % styles.length];
    }

    private Map<String, SeriesStyle> legend() {
        Map<String, SeriesStyle> names = new LinkedHashMap<>();
        List<Method> methods = comparisons.get(0).methods();
        for (int i = 0; i < methods.size(); i++) {
            names.put(methods.get(i).name(), style(i));
        }
        return names;
    }

    private static IntervalChart intervals(MethodComparison comparison) {
        List<IntervalChart.Row> rows = new ArrayList<>();
        for (int i = 0; i < comparison.methods().size(); i++) {
            Method method = comparison.methods().get(i);
            rows.add(new IntervalChart.Row(
                    method.name(),
                    style(i),
                    method.runs().stream()
                            .map(run -> run.evaluation().accuracy())
                            .toList(),
                    method.accuracy().mean(),
                    method.accuracyInterval()));
        }
        return new IntervalChart("Accuracy on " + comparison.split() + ": runs, mean, 95 % interval", rows);
    }

    /** A figure's curves; of accuracies, runs without a curve have a level line. */
    private LineChart curves(String title, String figure) {
        boolean accuracies = figure.equals(Validation.ACCURACY);
        int last = curves.values().stream()
                .flatMap(each -> each.validation(figure).stream())
                .mapToInt(Point::step)
                .max()
                .orElse(1);
        List<Series> series = new ArrayList<>();
        List<Method> methods = comparisons.get(0).methods();
        for (int i = 0; i < methods.size(); i++) {
            for (ScoredRun run : methods.get(i).runs()) {
                LearningCurves curve = curves.get(run.name());
                if (curve != null) {
                    series.add(new Series(run.name(), style(i), curve.validation(figure), curve.bestStep()));
                } else if (accuracies) {
                    double level = run.evaluation().accuracy();
                    List<Point> points = List.of(new Point(0, level), new Point(last, level));
                    series.add(new Series(run.name(), style(i), points, OptionalInt.empty()));
                }
            }
        }
        return new LineChart(title, series, accuracies);
    }
}
