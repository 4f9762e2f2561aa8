package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.weights.DatasetSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name labelled texts. */
final class DataOptions {
    static final String BUILT_IN = "builtin";
    static final String SST2 = "sst2";

    @Option(names = "--data", paramLabel = "WHERE")
    private @Nullable String data;

    @Option(names = "--text-column", paramLabel = "NAME|N")
    private @Nullable String textColumn;

    @Option(names = "--label-column", paramLabel = "NAME|N")
    private @Nullable String labelColumn;

    @Option(names = "--skip-bad-rows", descriptionKey = "data.skip-bad-rows")
    private boolean skipBadRows;

    /** Whether data was named. */
    boolean named() {
        return data != null;
    }

    /** What was asked for, as it is shown. */
    String source() {
        return data == null ? BUILT_IN : data;
    }

    /** The same options for data named elsewhere on the command line. */
    DataOptions from(@Nullable String where) {
        if (where != null) {
            data = where;
        }
        return this;
    }

    /** Reads all splits and reports how; the label set is that of train. */
    Dataset read(Display display, Terminal terminal) {
        return report(
                isBuiltIn()
                        ? Dataset.builtIn()
                        : Dataset.read(path(display, terminal), readOptions()).withSource(source()),
                display);
    }

    /** Reads all splits for a model that knows these labels. */
    Dataset read(Display display, Terminal terminal, LabelSet labels, LabelOptions meaning) {
        return report(
                isBuiltIn()
                        ? builtIn(labels)
                        : Dataset.read(path(display, terminal), labels, options(meaning))
                                .withSource(source()),
                display);
    }

    private static Dataset report(Dataset dataset, Display display) {
        dataset.splits().forEach(split -> split.report(display));
        return dataset;
    }

    /**
     * Reads what a model is evaluated on: a split of a directory, or a file whatever it holds.
     *
     * @param labels the model's
     * @param name of the split: train, dev or test
     */
    Split readSplit(Terminal terminal, LabelSet labels, LabelOptions meaning, String name) {
        try (Display display = new Display(terminal)) {
            Split split = find(display, terminal, labels, options(meaning), name);
            split.report(display);
            split.missingNote(labels).ifPresent(display::note);
            return split;
        }
    }

    private Split find(Display display, Terminal terminal, LabelSet labels, ReadOptions options, String name) {
        if (isBuiltIn()) {
            return builtIn(labels).splits().stream()
                    .filter(split -> split.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
        Path path = path(display, terminal);
        return Files.isDirectory(path) ? Split.read(path, name, labels, options) : Split.read(path, labels, options);
    }

    private boolean isBuiltIn() {
        return source().equals(BUILT_IN);
    }

    private static Dataset builtIn(LabelSet labels) {
        Dataset dataset = Dataset.builtIn();
        if (!dataset.labels().equals(labels)) {
            throw new InputException("required data with the model's labels " + labels + ", found " + dataset.labels()
                    + " in the built-in corpus; name other data with --data, or choose another model");
        }
        return dataset;
    }

    private Path path(Display display, Terminal terminal) {
        Path path = Path.of(source());
        // a folder of that name in the working directory is what the user sees, so it comes first
        return source().equals(SST2) && !Files.exists(path)
                ? DatasetSource.fetch(SST2, terminal.user(), display)
                : path;
    }

    ReadOptions readOptions() {
        ReadOptions options = ReadOptions.defaults().withSkipBadRows(skipBadRows);
        if (textColumn != null) {
            options = options.withTextColumn(textColumn);
        }
        return labelColumn == null ? options : options.withLabelColumn(labelColumn);
    }

    private ReadOptions options(LabelOptions meaning) {
        return readOptions().withLabelsByIndex(meaning.byIndex());
    }
}
