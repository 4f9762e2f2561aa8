package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.Precision;
import dev.valence.internal.compute.Backend;
import picocli.CommandLine.Option;

/** What a verb may use of this machine. */
final class MachineOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "worker threads; they never change results (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--kernels",
            paramLabel = "KIND",
            description = "auto, vector (the Vector API) or scalar (plain Java) (default: auto)")
    private String kernels = "auto";

    @Option(
            names = "--precision",
            paramLabel = "KIND",
            description =
                    "numbers that matrix products are made of: fp32, bf16 (by oneDNN, sums in fp32) or auto: bf16 where the"
                            + " processor has instructions for it (default: ${DEFAULT-VALUE})")
    private String precision = "auto";

    int threads() {
        if (threads < 1) {
            throw new InputException("--threads must be at least 1, found " + threads);
        }
        return threads;
    }

    Backend backend() {
        if (!kernels.equals("auto") && Precision.of(precision) == Precision.BF16) {
            throw new InputException("--precision bf16 goes with --kernels auto, found " + kernels + "; leave one out");
        }
        return switch (kernels) {
            case "auto" -> fastest();
            case "scalar" -> Backend.scalar();
            case "vector" -> vector();
            default -> throw new InputException("--kernels must be auto, vector or scalar, found '" + kernels + "'");
        };
    }

    private Backend fastest() {
        return Backend.best(Precision.of(precision), Terminal.system()::note);
    }

    private static Backend vector() {
        Backend best = Backend.best();
        if (best.gemm().name().equals(Backend.scalar().gemm().name())) {
            throw new InputException(
                    "--kernels vector needs the JDK's module jdk.incubator.vector, found none; start Java"
                            + " with --add-modules jdk.incubator.vector");
        }
        return best;
    }
}
