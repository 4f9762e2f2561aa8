package dev.valence.cli;

import picocli.CommandLine.Option;

/** What labels of data mean to a model that has its classes already. */
final class LabelOptions {
    @Option(
            names = "--labels-by-index",
            description =
                    "labels of the data are indices of the model's classes, counted from 0 (default: only where nothing"
                            + " else can be meant, with a note)")
    private boolean byIndex;

    /** Whether they are indices for certain. */
    boolean byIndex() {
        return byIndex;
    }
}
