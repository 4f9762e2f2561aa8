package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.valence.internal.baseline.LineSearch.Trial;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineSearchTest {
    /** Valley and late are test functions 5.1 and 5.2 of Moré and Thuente 1994; the slope of late at 0 is tiny. */
    private static final Map<String, LineSearch.Ray> FUNCTIONS = Map.of(
            "valley",
            a -> new Trial(a, -a / (a * a + 2), (a * a - 2) / (a * a + 2) / (a * a + 2)),
            "late",
            a -> new Trial(
                    a,
                    Math.pow(a + 0.004, 5) - 2 * Math.pow(a + 0.004, 4),
                    5 * Math.pow(a + 0.004, 4) - 8 * Math.pow(a + 0.004, 3)),
            "wavy",
            a -> new Trial(a, 0.1 * (a - 3) * (a - 3) + 0.3 * Math.cos(4 * a), 0.2 * (a - 3) - 1.2 * Math.sin(4 * a)),
            "narrow",
            a -> new Trial(a, 1e4 * (a - 0.003) * (a - 0.003), 2e4 * (a - 0.003)));

    /** Steps found, and trials needed, by SciPy 1.17.1's DCSRCH, see tools/reference/baseline_small.py. */
    @ParameterizedTest(name = "{0} from {1}: {3} after {2} trials")
    @CsvSource({
        "valley, 1e-3, 5, 0.341",
        "valley, 0.1, 2, 0.5",
        "valley, 10, 1, 10",
        "valley, 1e3, 4, 36.88760696396662",
        "late, 1e-3, 11, 1.5975830448985595",
        "late, 0.1, 7, 1.6024085266778738",
        "late, 10, 6, 1.6123738059384738",
        "late, 1e3, 10, 1.5950402760316598",
        "wavy, 1e-3, 7, 0.9234179803726075",
        "wavy, 0.1, 6, 2.3779971889502822",
        "wavy, 10, 5, 4.864986353181548",
        "wavy, 1e3, 3, 1.5119206983631692",
        "narrow, 1e-3, 1, 0.001",
        "narrow, 0.1, 2, 0.003",
        "narrow, 10, 2, 0.003",
        "narrow, 1e3, 2, 0.003"
    })
    void findsTheStepsOfTheOriginal(String name, double first, int trials, double step) {
        LineSearch.Ray function = FUNCTIONS.get(name);
        AtomicInteger tried = new AtomicInteger();
        LineSearch.Ray ray = at -> {
            tried.incrementAndGet();
            return function.at(at);
        };
        double found = LineSearch.search(ray, function.at(0), first).orElseThrow();
        assertThat(found).isCloseTo(step, within(1e-9 * Math.max(1, step)));
        assertThat(tried).hasValue(trials);
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(doubles = {1e-6, 1e-3, 0.1, 1, 10, 1e3, 1e6})
    void satisfiesTheStrongWolfeConditions(double first) {
        LineSearch.Ray valley = FUNCTIONS.get("valley");
        Trial start = valley.at(0);
        double step = LineSearch.search(valley, start, first).orElseThrow();
        Trial found = valley.at(step);
        assertThat(found.value()).isLessThanOrEqualTo(start.value() + 1e-3 * step * start.slope());
        assertThat(Math.abs(found.slope())).isLessThanOrEqualTo(0.9 * Math.abs(start.slope()));
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(doubles = {0.1, 7})
    void goesAsFarAsItMayWhereThereIsNoMinimum(double first) {
        assertThat(LineSearch.search(step -> new Trial(step, -step, -1), new Trial(0, 0, -1), first))
                .hasValue(1e10);
    }
}
