package dev.valence.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of methods on the same examples, with their runs and all pairs of methods.
 *
 * @param split name of the examples
 * @param methods the one that the others have to beat first
 * @param contrasts every two of them
 */
public record MethodComparison(String split, List<Method> methods, List<Contrast> contrasts) {
    /** Copies the lists. */
    public MethodComparison {
        methods = List.copyOf(methods);
        contrasts = List.copyOf(contrasts);
    }

    /**
     * Compares methods.
     *
     * @throws IllegalArgumentException if there are none, or two have several runs and not equally many
     * @throws dev.valence.InputException if the runs are not of the same examples
     */
    public static MethodComparison of(String split, List<Method> methods) {
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("a comparison needs at least one method, found none");
        }
        List<Contrast> contrasts = new ArrayList<>();
        for (int second = 1; second < methods.size(); second++) {
            for (int first = 0; first < second; first++) {
                contrasts.add(Contrast.of(methods.get(first), methods.get(second)));
            }
        }
        return new MethodComparison(split, methods, contrasts);
    }

    /** Number of examples. */
    public int examples() {
        return methods.get(0).runs().get(0).evaluation().examples();
    }

    /** The figures for a JSON file: maps, lists, strings and numbers, in a fixed order. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examples", examples());
        json.put("examples_sha256", methods.get(0).runs().get(0).evaluation().examplesDigest());
        json.put("methods", methods.stream().map(MethodComparison::json).toList());
        json.put("tests", contrasts.stream().map(MethodComparison::json).toList());
        return json;
    }

    private static Map<String, Object> json(Method method) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", method.name());
        json.put("accuracy", json(method.accuracy()));
        json.put("accuracy_interval", json(method.accuracyInterval()));
        json.put(
                "accuracy_interval_kind",
                switch (method.intervalKind()) {
                    case STUDENT -> "student_t";
                    case WILSON -> "wilson";
                });
        json.put("macro_f1", json(method.macroF1()));
        json.put("seconds", json(method.seconds()));
        json.put("runs", method.runs().stream().map(MethodComparison::json).toList());
        return json;
    }

    private static Map<String, Object> json(SampleSummary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mean", summary.mean());
        json.put("standard_deviation", summary.standardDeviation());
        json.put("minimum", summary.minimum());
        json.put("maximum", summary.maximum());
        return json;
    }

    private static List<Double> json(Interval interval) {
        return List.of(interval.low(), interval.high());
    }

    private static Map<String, @Nullable Object> json(ScoredRun run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", run.name());
        json.put("seed", run.seed());
        json.put("accuracy", run.evaluation().accuracy());
        json.put("accuracy_interval", json(run.evaluation().accuracyInterval()));
        json.put("macro_f1", run.evaluation().macroF1());
        json.put("seconds", run.seconds());
        return json;
    }

    private static Map<String, Object> json(Contrast contrast) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", contrast.first().name());
        json.put("second", contrast.second().name());
        json.put(
                "mcnemar", contrast.pairs().stream().map(MethodComparison::json).toList());
        contrast.overSeeds().ifPresent(test -> json.put("paired_t", json(test, contrast.differenceInterval())));
        return json;
    }

    private static Map<String, Object> json(Contrast.Pair pair) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first", pair.first().name());
        json.put("second", pair.second().name());
        json.put("difference", pair.difference());
        json.put("only_first_right", pair.test().onlyFirst());
        json.put("only_second_right", pair.test().onlySecond());
        json.put("p", pair.test().pValue());
        return json;
    }

    private static Map<String, @Nullable Object> json(PairedTTest test, Optional<Interval> interval) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("mean_difference", test.differences().mean());
        json.put("interval", interval.map(MethodComparison::json).orElse(List.of()));
        json.put("t", orNull(test.statistic()));
        json.put("degrees_of_freedom", test.degreesOfFreedom());
        json.put("p", orNull(test.pValue()));
        return json;
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
