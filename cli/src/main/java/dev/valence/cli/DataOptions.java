package dev.valence.cli;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.generated.BuiltInCorpus;
import dev.valence.internal.rows.DatasetReader;
import dev.valence.internal.rows.TextFiles;
import dev.valence.internal.rows.TextReader;
import dev.valence.internal.rows.TextRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which labelled texts a verb works on. */
final class DataOptions {
    static final String BUILT_IN = "builtin";
    static final String SST2 = "sst2";
    private static final String UNLABELLED = "unlabelled";
    /** Share of train that is held out where there is no dev split. */
    private static final double HOLD_OUT = 0.1;

    private static final long CORPUS_SEED = 1;

    @Option(
            names = "--data",
            paramLabel = "WHERE",
            description =
                    "a directory with train/dev/test as .tsv (GLUE), .csv or .jsonl, one such file, 'sst2' (downloaded"
                            + " once), or 'builtin' (generated; the default)")
    private @Nullable String data;

    @Option(
            names = "--text-column",
            paramLabel = "NAME|N",
            description = "column of the text, by name or counted from 1 (default: 'sentence' or 'text')")
    private @Nullable String textColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME|N",
            description = "column of the label, by name or counted from 1 (default: 'label')")
    private @Nullable String labelColumn;

    @Option(names = "--skip-bad-rows", description = "count and list rows that cannot be read instead of stopping")
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

    /** Reads all splits; the label set is that of train. */
    Dataset read(Terminal terminal) {
        Dataset dataset = readAll(terminal);
        tellMissing(terminal, dataset.splits(), dataset.labels());
        return dataset;
    }

    /** Reads all splits, holding out part of train where there is no dev split. */
    Dataset readWithDev(Terminal terminal, long seed) {
        return withDev(terminal, readAll(terminal), seed);
    }

    /** Reads all splits for a model that knows these labels, holding out part of train where there is no dev split. */
    Dataset readWithDev(Terminal terminal, LabelSet labels, LabelOptions meaning, long seed) {
        Dataset dataset = isBuiltIn() ? builtIn(labels) : DatasetReader.read(path(terminal), labels, options(meaning));
        dataset.splits().forEach(split -> tell(terminal, split));
        return withDev(terminal, dataset, seed);
    }

    /**
     * Reads what a model is evaluated on: a split of a directory, or a file whatever it holds.
     *
     * @param labels the model's
     * @param name of the split: train, dev or test
     */
    Split readSplit(Terminal terminal, LabelSet labels, LabelOptions meaning, String name) {
        Split split = find(terminal, labels, options(meaning), name);
        tell(terminal, split);
        tellMissing(terminal, List.of(split), labels);
        return split;
    }

    private Split find(Terminal terminal, LabelSet labels, ReadOptions options, String name) {
        if (isBuiltIn()) {
            return builtIn(labels).splits().stream()
                    .filter(split -> split.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
        Path path = path(terminal);
        return Files.isDirectory(path)
                ? DatasetReader.readSplit(path, name, labels, options)
                : DatasetReader.readFile(path, labels, options);
    }

    private Dataset readAll(Terminal terminal) {
        Dataset dataset =
                isBuiltIn() ? BuiltInCorpus.generate(CORPUS_SEED) : DatasetReader.read(path(terminal), options());
        dataset.splits().forEach(split -> tell(terminal, split));
        return dataset;
    }

    private static Dataset withDev(Terminal terminal, Dataset dataset, long seed) {
        Dataset split = dataset;
        if (dataset.dev().isEmpty()) {
            split = dataset.holdOut(HOLD_OUT, seed);
            terminal.note("No dev split: " + split.dev().orElseThrow().size() + " of the "
                    + dataset.train().size() + " training rows are held out for validation.");
        }
        tellMissing(terminal, split.splits(), split.labels());
        return split;
    }

    /**
     * Reads texts without labels, a split for each file.
     *
     * @param files files of texts, or folders of .txt files
     */
    List<Split> unlabelled(Terminal terminal, List<Path> files) {
        List<Split> splits = new ArrayList<>();
        for (Path file : TextFiles.of(files)) {
            try (TextReader reader = TextReader.open(file, options())) {
                List<TextRow> rows = reader.read(Integer.MAX_VALUE).stream()
                        .filter(row -> !row.text().isBlank())
                        .toList();
                splits.add(new Split(
                        UNLABELLED,
                        file.toString(),
                        rows.stream()
                                .map(row -> new Example(row.text(), Example.UNLABELLED))
                                .toList(),
                        reader.badRows(),
                        rows.stream().map(TextRow::line).toList(),
                        reader.notes()));
            }
        }
        splits.forEach(split -> tell(terminal, split));
        return splits;
    }

    private boolean isBuiltIn() {
        return source().equals(BUILT_IN);
    }

    private static Dataset builtIn(LabelSet labels) {
        Dataset dataset = BuiltInCorpus.generate(CORPUS_SEED);
        if (!dataset.labels().equals(labels)) {
            throw new InputException("required data with the model's labels " + labels + ", found " + dataset.labels()
                    + " in the built-in corpus; name other data with --data, or choose another model");
        }
        return dataset;
    }

    private Path path(Terminal terminal) {
        Path path = Path.of(source());
        // a folder of that name in the working directory is what the user sees, so it comes first
        return source().equals(SST2) && !Files.exists(path) ? DownloadedData.sst2(terminal) : path;
    }

    private ReadOptions options() {
        ReadOptions options = ReadOptions.defaults().withSkipBadRows(skipBadRows);
        if (textColumn != null) {
            options = options.withTextColumn(textColumn);
        }
        return labelColumn == null ? options : options.withLabelColumn(labelColumn);
    }

    private ReadOptions options(LabelOptions meaning) {
        return options().withLabelsByIndex(meaning.byIndex());
    }

    private static void tell(Terminal terminal, Split split) {
        split.notes().forEach(terminal::note);
        if (!split.badRows().isEmpty()) {
            terminal.note("Skipped " + split.badRows().size() + " bad rows of " + split.name() + ":");
            split.badRows().forEach(row -> terminal.note("  " + row.message()));
        }
    }

    private static void tellMissing(Terminal terminal, List<Split> splits, LabelSet labels) {
        for (Split split : splits) {
            List<String> missing = split.missing(labels);
            if (!missing.isEmpty()) {
                terminal.note("%s has no example of %d of the %d classes: %s"
                        .formatted(split.name(), missing.size(), labels.size(), LabelSet.list(missing)));
            }
        }
    }
}
