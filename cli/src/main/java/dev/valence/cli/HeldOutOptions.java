package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Split;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name the texts of an evaluation. */
final class HeldOutOptions {
    private static final List<String> SPLITS = List.of(Split.TRAIN, Split.DEV, Split.TEST);

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--split", paramLabel = "NAME")
    private String split = Split.DEV;

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    /** Whether data was named. */
    boolean named() {
        return data.named();
    }

    /** The name of the split asked for. */
    String split() {
        return split;
    }

    /** Reads the texts for a model that knows these labels. */
    Split read(Terminal terminal, LabelSet known) {
        if (!SPLITS.contains(split)) {
            throw new InputException(
                    "--split must be one of " + String.join(", ", SPLITS) + ", found '" + split + "'; choose one");
        }
        return data.readSplit(terminal, known, labels, split);
    }
}
