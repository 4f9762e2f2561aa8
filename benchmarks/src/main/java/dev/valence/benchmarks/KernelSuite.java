package dev.valence.benchmarks;

import dev.valence.benchmarks.kernels.Cost;
import dev.valence.benchmarks.kernels.Costs;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The kernels under JMH, one thread, beside what the machine can do. */
final class KernelSuite implements Suite {
    private static final String BACKEND = "backend";

    @Override
    public String name() {
        return "kernels";
    }

    @Override
    public String run(Settings settings, Consumer<String> progress) {
        progress.accept("measuring the machine's peak");
        StepCost.Peak peak = PeakMeasurement.measure(1);
        MarkdownTable table = new MarkdownTable("kernel", "µs", "", "share of the peak");
        for (RunResult result : results(settings.quick())) {
            table.row(row(result, peak));
        }
        return String.format(
                        Locale.ROOT,
                        "One thread; the machine's peak on one: %,.0f GFLOP/s, %,.0f GB/s. Bytes are counted as read and"
                                + " written, from whichever cache they come.%n%n",
                        peak.operationsPerSecond() / 1e9,
                        peak.bytesPerSecond() / 1e9)
                + table;
    }

    private static Collection<RunResult> results(boolean quick) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(Costs.class.getPackageName() + ".*")
                .param(BACKEND, Backends.names().toArray(String[]::new))
                .forks(1)
                .threads(1)
                .warmupIterations(quick ? 1 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 50 : 400))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 50 : 400))
                .verbosity(VerboseMode.SILENT);
        if (quick) {
            options.param("size", "128x256").param("width", "128").param("length", "13");
        }
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new PeerException("JMH failed: " + e.getMessage(), e);
        }
    }

    private static String[] row(RunResult result, StepCost.Peak peak) {
        BenchmarkParams params = result.getParams();
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        Cost cost = Costs.of(method, params::getParam);
        double nanoseconds = result.getPrimaryResult().getScore();
        double rate = cost.rate(nanoseconds);
        double best = cost.unit() == Cost.Unit.GFLOPS ? peak.operationsPerSecond() : peak.bytesPerSecond();
        String values = params.getParamsKeys().stream()
                .filter(key -> !key.equals(BACKEND))
                .map(params::getParam)
                .collect(Collectors.joining(" "));
        return new String[] {
            method + " " + values + ", " + params.getParam(BACKEND),
            String.format(Locale.ROOT, "%,.1f", nanoseconds / 1e3),
            String.format(Locale.ROOT, "%,.0f %s", rate, cost.unit().label()),
            String.format(Locale.ROOT, "%.0f %%", 100 * rate * 1e9 / best)
        };
    }
}
