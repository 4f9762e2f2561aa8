package dev.valence.benchmarks;

import dev.valence.benchmarks.kernels.Cost;
import dev.valence.benchmarks.kernels.Costs;
import dev.valence.benchmarks.kernels.GemmBenchmark;
import dev.valence.internal.generated.BuiltInCorpus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The kernels under JMH, one thread, beside what the machine can do. */
final class KernelSuite implements Suite {
    private static final String BACKEND = "backend";
    private static final String ALL = Costs.class.getPackageName() + ".*";
    private static final String PRODUCTS = GemmBenchmark.class.getName();

    @Override
    public String name() {
        return "kernels";
    }

    @Override
    public String run(Settings settings, Consumer<String> progress) {
        progress.accept("measuring the machine's peak");
        StepCost.Peak peak = PeakMeasurement.measure(1);
        List<String> backends = List.copyOf(Providers.names());
        progress.accept("measuring products");
        String products = products(run(options(settings.quick(), backends).include(PRODUCTS)), backends);
        progress.accept("measuring what stands around them");
        MarkdownTable others = new MarkdownTable("kernel", "µs", "", "share of the peak");
        OptionsBuilder first = options(settings.quick(), backends.subList(0, 1));
        for (RunResult result : run(first.include(ALL).exclude(PRODUCTS))) {
            others.row(row(new Kernel(result), peak));
        }
        return String.format(
                Locale.ROOT,
                "One thread; the machine's peak on one: %,.0f GFLOP/s in fp32, %,.0f GB/s. Products with %d rows, in"
                        + " GFLOP/s:%n%n%s%nWhat stands around them, whose bytes are counted as read and"
                        + " written, from whichever cache they come, and tokenizers on the %,d sentences of the"
                        + " built-in corpus:%n%n%s",
                peak.operationsPerSecond() / 1e9,
                peak.bytesPerSecond() / 1e9,
                GemmBenchmark.ROWS,
                products,
                BuiltInCorpus.TRAIN_SIZE,
                others);
    }

    @Override
    public String statistic(Settings settings) {
        return "Means of " + iterations(settings.quick()) + " iterations under JMH";
    }

    private static int iterations(boolean quick) {
        return quick ? 1 : 5;
    }

    private static OptionsBuilder options(boolean quick, List<String> backends) {
        OptionsBuilder options = new OptionsBuilder();
        options.param(BACKEND, backends.toArray(String[]::new))
                .forks(1)
                .threads(1)
                .warmupIterations(quick ? 1 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 50 : 400))
                .measurementIterations(iterations(quick))
                .measurementTime(TimeValue.milliseconds(quick ? 50 : 400))
                .verbosity(VerboseMode.SILENT);
        if (quick) {
            options.param("size", "128x256").param("width", "128").param("length", "13");
        }
        return options;
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) {
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new PeerException("JMH failed: " + e.getMessage(), e);
        }
    }

    /** A row for each product, a column for each backend. */
    private static String products(Collection<RunResult> results, List<String> backends) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String backend : backends) {
            for (RunResult result : results) {
                Kernel kernel = new Kernel(result);
                if (kernel.parameter(BACKEND).equals(backend)) {
                    rows.computeIfAbsent(kernel.name(), name -> new ArrayList<>(List.of(name)))
                            .add(String.format(Locale.ROOT, "%,.0f", kernel.rate()));
                }
            }
        }
        List<String> headings = new ArrayList<>(List.of("product"));
        headings.addAll(backends);
        MarkdownTable table = new MarkdownTable(headings.toArray(String[]::new));
        rows.values().forEach(table::row);
        return table.toString();
    }

    private static String[] row(Kernel kernel, StepCost.Peak peak) {
        Cost.Unit unit = kernel.cost().unit();
        double billions = kernel.rate();
        return new String[] {
            kernel.name(),
            String.format(Locale.ROOT, "%,.1f", kernel.nanoseconds() / 1e3),
            String.format(Locale.ROOT, "%,.0f %s", billions, unit.label()),
            switch (unit) {
                case GFLOPS -> share(billions, peak.operationsPerSecond());
                case GIGABYTES -> share(billions, peak.bytesPerSecond());
                case TEXTS -> "";
            }
        };
    }

    private static String share(double billions, double peak) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * billions * 1e9 / peak);
    }

    /** What was measured of one kernel at one size. */
    private record Kernel(RunResult result) {
        String parameter(String name) {
            return result.getParams().getParam(name);
        }

        private String method() {
            String benchmark = result.getParams().getBenchmark();
            return benchmark.substring(benchmark.lastIndexOf('.') + 1);
        }

        /** Method and parameters, but for the backend. */
        String name() {
            return result.getParams().getParamsKeys().stream()
                    .filter(key -> !key.equals(BACKEND))
                    .map(this::parameter)
                    .collect(Collectors.joining(" ", method() + " ", ""))
                    .strip();
        }

        Cost cost() {
            return Costs.of(method(), this::parameter);
        }

        double nanoseconds() {
            return result.getPrimaryResult().getScore();
        }

        /** In the unit of its cost. */
        double rate() {
            return cost().rate(nanoseconds());
        }
    }
}
