package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.Engine;
import dev.valence.Precision;
import dev.valence.Valence;
import picocli.CommandLine.Option;

/** Options of the engine: threads, kernels, precision. */
final class MachineOptions {
    @Option(names = "--threads", paramLabel = "N")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--kernels", paramLabel = "KIND")
    private String kernels = "auto";

    @Option(names = "--precision", paramLabel = "KIND")
    private String precision = "auto";

    /** Opens a model. */
    Classifier load(String source, Terminal terminal) {
        try (Display display = new Display(terminal)) {
            return Valence.load(source, engine(), terminal.user(), display);
        }
    }

    Engine engine() {
        return new Engine(Engine.Kernels.of(kernels), Precision.of(precision), threads);
    }
}
