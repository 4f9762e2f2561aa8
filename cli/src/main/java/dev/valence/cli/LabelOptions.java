package dev.valence.cli;

import picocli.CommandLine.Option;

/** Options about labels of data for a trained model. */
final class LabelOptions {
    @Option(names = "--labels-by-index")
    private boolean byIndex;

    /** Whether they are indices for certain. */
    boolean byIndex() {
        return byIndex;
    }
}
