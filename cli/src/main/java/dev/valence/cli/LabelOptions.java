package dev.valence.cli;

import picocli.CommandLine.Option;

/** What labels of data mean to a model that has its classes already. */
final class LabelOptions {
    @Option(names = "--labels-by-index")
    private boolean byIndex;

    /** Whether they are indices for certain. */
    boolean byIndex() {
        return byIndex;
    }
}
