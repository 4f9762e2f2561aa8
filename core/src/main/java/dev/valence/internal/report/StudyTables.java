package dev.valence.internal.report;

import dev.valence.evaluate.Contrast;
import dev.valence.evaluate.Interval;
import dev.valence.evaluate.Method;
import dev.valence.evaluate.MethodComparison;
import dev.valence.evaluate.PairedTTest;
import dev.valence.evaluate.SampleSummary;
import dev.valence.evaluate.ScoredRun;
import dev.valence.internal.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Methods, runs and tests of a comparison as tables, the same on the terminal and on the page. */
public final class StudyTables {
    /** Placeholder for a missing figure. */
    static final String NONE = "–";

    private static final int DIGITS = 4;
    private static final int POINT_DIGITS = 2;
    private static final double SECONDS_FROM = 10;
    private static final double MINUTES_FROM = 600;

    private StudyTables() {}

    /** A row for each method: the mean over its runs and how they spread. */
    public static DataTable methods(MethodComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (Method method : comparison.methods()) {
            SampleSummary accuracy = method.accuracy();
            boolean several = accuracy.size() > 1;
            rows.add(List.of(
                    method.name(),
                    Integer.toString(accuracy.size()),
                    number(accuracy.mean()),
                    several ? number(accuracy.standardDeviation()) : NONE,
                    several ? number(accuracy.minimum()) + " to " + number(accuracy.maximum()) : NONE,
                    interval(method.accuracyInterval())
                            + switch (method.intervalKind()) {
                                case STUDENT -> " t";
                                case WILSON -> " W";
                            },
                    number(method.macroF1().mean()),
                    duration(method.seconds().mean())));
        }
        return new DataTable(
                List.of("method", "runs", "accuracy", "s.d.", "range", "95 % interval", "macro F1", "training time"),
                rows);
    }

    /** A row for each run. */
    public static DataTable runs(MethodComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (Method method : comparison.methods()) {
            for (ScoredRun run : method.runs()) {
                rows.add(List.of(
                        run.name(),
                        run.seed() == null ? NONE : run.seed().toString(),
                        number(run.evaluation().accuracy()),
                        interval(run.evaluation().accuracyInterval()) + " W",
                        number(run.evaluation().macroF1()),
                        duration(run.seconds())));
            }
        }
        return new DataTable(List.of("run", "seed", "accuracy", "95 % interval", "macro F1", "training time"), rows);
    }

    /** A row for each test over the seeds; without rows where there is none. */
    public static DataTable overSeeds(MethodComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (Contrast contrast : comparison.contrasts()) {
            contrast.overSeeds().ifPresent(test -> rows.add(row(contrast, test)));
        }
        return new DataTable(List.of("over the seeds", "difference", "95 % interval", "t", "d.f.", "p"), rows);
    }

    private static List<String> row(Contrast contrast, PairedTTest test) {
        OptionalDouble statistic = test.statistic();
        OptionalDouble pValue = test.pValue();
        return List.of(
                contrast.second().name() + " against " + contrast.first().name(),
                FixedPoint.signed(test.differences().mean(), DIGITS),
                contrast.differenceInterval().map(StudyTables::signed).orElse(NONE),
                statistic.isPresent() ? FixedPoint.format(statistic.getAsDouble(), POINT_DIGITS) : NONE,
                Integer.toString(test.degreesOfFreedom()),
                pValue.isPresent() ? FixedPoint.probability(pValue.getAsDouble()) : NONE);
    }

    /** A row for each pair of runs. */
    public static DataTable pairs(MethodComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        for (Contrast contrast : comparison.contrasts()) {
            for (Contrast.Pair pair : contrast.pairs()) {
                rows.add(List.of(
                        pair.second().name() + " against " + pair.first().name(),
                        FixedPoint.signed(pair.difference(), DIGITS),
                        Long.toString(pair.test().onlySecond()),
                        Long.toString(pair.test().onlyFirst()),
                        FixedPoint.probability(pair.test().pValue())));
            }
        }
        return new DataTable(
                List.of("run by run", "difference", "only it right", "only the other right", "McNemar p"), rows);
    }

    /** Returns notes on the meaning and the limits of the figures. */
    public static List<String> notes(MethodComparison comparison) {
        int seeds = comparison.methods().stream()
                .mapToInt(method -> method.runs().size())
                .max()
                .orElse(1);
        List<String> notes = new ArrayList<>();
        notes.add("W: Wilson's interval of one run's accuracy, for other examples of the same kind.");
        if (seeds > 1) {
            notes.add("t: Student's interval of the mean over " + seeds + " seeds (" + (seeds - 1)
                    + " degrees of freedom), for other seeds on these examples, cut off at 0 and 1 (that of a difference at"
                    + " -1 and +1). s.d.: standard deviation of the sample.");
            notes.add("The paired t-test takes the differences between equal seeds for normally distributed, which "
                    + seeds
                    + " of them cannot show. McNemar's exact tests of the pairs share their examples and are not"
                    + " independent of each other. No p is corrected for the number of tests.");
        }
        notes.add(
                "Training time is the mean over the runs, evaluations and saves included; pre-training is not in it.");
        return notes;
    }

    /** The last contrast in a sentence: how much better the last method is than the one before it. */
    public static String answer(MethodComparison comparison) {
        Contrast contrast = comparison.contrasts().get(comparison.contrasts().size() - 1);
        double difference = contrast.second().accuracy().mean()
                - contrast.first().accuracy().mean();
        String means = String.format(
                Locale.ROOT,
                "On %s: accuracy %s with %s, %s with %s: %s points",
                comparison.split(),
                number(contrast.second().accuracy().mean()),
                contrast.second().name(),
                number(contrast.first().accuracy().mean()),
                contrast.first().name(),
                points(difference));
        return means
                + contrast.overSeeds().map(test -> inBrackets(contrast, test)).orElse(" (one seed)") + ".";
    }

    private static String inBrackets(Contrast contrast, PairedTTest test) {
        String interval = contrast.differenceInterval()
                .map(range -> ", 95 % interval " + points(range.low()) + " to " + points(range.high()))
                .orElse("");
        String pValue = test.pValue().isPresent()
                ? ", paired t-test p = " + FixedPoint.probability(test.pValue().getAsDouble())
                : "";
        return " (" + test.differences().size() + " seeds" + interval + pValue.replace("= <", "< ") + ")";
    }

    private static String points(double share) {
        return FixedPoint.signed(100 * share, POINT_DIGITS);
    }

    static String number(double value) {
        return FixedPoint.format(value, DIGITS);
    }

    static String interval(Interval interval) {
        return "[" + number(interval.low()) + ", " + number(interval.high()) + "]";
    }

    private static String signed(Interval interval) {
        return "[" + FixedPoint.signed(interval.low(), DIGITS) + ", " + FixedPoint.signed(interval.high(), DIGITS)
                + "]";
    }

    static String duration(double seconds) {
        return seconds < MINUTES_FROM
                ? FixedPoint.format(seconds, seconds < SECONDS_FROM ? 2 : 1) + " s"
                : FixedPoint.format(seconds / 60, 1) + " min";
    }
}
