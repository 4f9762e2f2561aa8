package dev.valence.cli;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.BuiltInCorpus;
import dev.valence.data.Dataset;
import dev.valence.data.DatasetReader;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.data.TextFiles;
import dev.valence.data.TextReader;
import dev.valence.data.TextRow;
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
    private String data = BUILT_IN;

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

    /** What was asked for, as it is shown. */
    String source() {
        return data;
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
        Dataset dataset = data.equals(BUILT_IN) ? builtIn() : DatasetReader.read(path(terminal), options());
        dataset.splits().forEach(split -> tellBadRows(terminal, split));
        return dataset;
    }

    /** Reads all splits for a model that knows these labels. */
    Dataset read(Terminal terminal, LabelSet labels) {
        Dataset dataset = data.equals(BUILT_IN) ? builtIn() : DatasetReader.read(path(terminal), labels, options());
        if (!dataset.labels().equals(labels)) {
            throw new InputException("required data with the model's labels " + labels + ", found " + dataset.labels()
                    + "; choose other data or another model");
        }
        dataset.splits().forEach(split -> tellBadRows(terminal, split));
        return dataset;
    }

    /** Reads all splits, holding out part of train where there is no dev split. */
    Dataset readWithDev(Terminal terminal, long seed) {
        return withDev(terminal, read(terminal), seed);
    }

    /** Reads all splits for a model that knows these labels, holding out part of train where there is no dev split. */
    Dataset readWithDev(Terminal terminal, LabelSet labels, long seed) {
        return withDev(terminal, read(terminal, labels), seed);
    }

    private static Dataset withDev(Terminal terminal, Dataset dataset, long seed) {
        if (dataset.dev().isPresent()) {
            return dataset;
        }
        Dataset split = dataset.holdOut(HOLD_OUT, seed);
        terminal.note("No dev split: " + split.dev().orElseThrow().size() + " of the "
                + dataset.train().size() + " training rows are held out for validation.");
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
                List<TextRow> rows = reader.read(Integer.MAX_VALUE);
                splits.add(new Split(
                        UNLABELLED,
                        file.toString(),
                        rows.stream()
                                .map(row -> new Example(row.text(), Example.UNLABELLED))
                                .toList(),
                        reader.badRows(),
                        rows.stream().map(TextRow::line).toList()));
            }
        }
        splits.forEach(split -> tellBadRows(terminal, split));
        return splits;
    }

    /** The split of that name: train, dev or test. */
    static Split split(Dataset dataset, String name) {
        return dataset.splits().stream()
                .filter(split -> split.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("required a split named '" + name + "', found "
                        + dataset.splits().stream().map(Split::name).toList() + "; choose one of these with --split"));
    }

    private static Dataset builtIn() {
        return BuiltInCorpus.generate(CORPUS_SEED);
    }

    private Path path(Terminal terminal) {
        Path path = Path.of(data);
        // a folder of that name in the working directory is what the user sees, so it comes first
        return data.equals(SST2) && !Files.exists(path) ? DownloadedData.sst2(terminal) : path;
    }

    private ReadOptions options() {
        ReadOptions options = ReadOptions.defaults().withSkipBadRows(skipBadRows);
        if (textColumn != null) {
            options = options.withTextColumn(textColumn);
        }
        return labelColumn == null ? options : options.withLabelColumn(labelColumn);
    }

    private static void tellBadRows(Terminal terminal, Split split) {
        if (!split.badRows().isEmpty()) {
            terminal.note("Skipped " + split.badRows().size() + " bad rows of " + split.name() + ":");
            split.badRows().forEach(row -> terminal.note("  " + row.message()));
        }
    }
}
