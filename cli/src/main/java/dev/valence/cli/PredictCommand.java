package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.data.BadRow;
import dev.valence.data.ReadOptions;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.rows.TextReader;
import dev.valence.internal.rows.TextRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence predict}: classes of texts from the command line, a file, or standard input. */
@Command(
        name = "predict",
        description = {
            "Classify texts from the command line, a file, or standard input, one a line.",
            "Prints label, probability and text, separated by tabs, as soon as input pauses.",
            "Tabs, line breaks, other control characters and backslashes in a text are escaped, but for --jsonl."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Runnable {
    private static final int CHUNK = 4_096;

    private final Terminal terminal;

    @Option(names = "--model", required = true, paramLabel = "SOURCE")
    private @Nullable String model;

    @Parameters(paramLabel = "TEXT", descriptionKey = "predict.text")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--input", paramLabel = "FILE")
    private @Nullable Path input;

    @Option(names = "--text-column", paramLabel = "NAME|N", descriptionKey = "predict.text-column")
    private @Nullable String textColumn;

    @Option(names = "--skip-bad-rows")
    private boolean skipBadRows;

    @Option(names = "--jsonl")
    private boolean jsonLines;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Classifier classifier = machine.load(Options.required(model, "--model"), terminal)) {
            if (!texts.isEmpty()) {
                print(classifier, numbered());
                return;
            }
            try (TextReader reader = reader()) {
                reader.notes().forEach(terminal::note);
                int told = 0;
                for (List<TextRow> rows = reader.readReady(CHUNK); !rows.isEmpty(); rows = reader.readReady(CHUNK)) {
                    print(classifier, rows);
                    told = tellBadRows(reader.badRows(), told);
                }
                tellBadRows(reader.badRows(), told);
            }
        }
    }

    private List<TextRow> numbered() {
        List<TextRow> rows = new ArrayList<>();
        texts.forEach(text -> rows.add(new TextRow(rows.size() + 1, text)));
        return rows;
    }

    /** Tells of the bad rows behind the first few and returns how many there are. */
    private int tellBadRows(List<BadRow> badRows, int told) {
        badRows.subList(told, badRows.size()).forEach(row -> terminal.note("Skipped " + row.message()));
        return badRows.size();
    }

    private TextReader reader() {
        ReadOptions options = ReadOptions.defaults().withSkipBadRows(skipBadRows);
        if (textColumn != null) {
            options = options.withTextColumn(textColumn);
        }
        try {
            return input == null
                    ? TextReader.open(System.in, "standard input", options)
                    : TextReader.open(input, options);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }

    /** Prints the answers to all that has been read before more of it is waited for. */
    private void print(Classifier classifier, List<TextRow> rows) {
        List<Prediction> predictions =
                classifier.predict(rows.stream().map(TextRow::text).toList());
        for (int i = 0; i < rows.size(); i++) {
            Prediction prediction = predictions.get(i);
            if (jsonLines) {
                terminal.printPlain(ConfigJson.of(json(classifier.labels(), rows.get(i), prediction))
                        .printLine());
            } else {
                terminal.printRow(
                        prediction.label(),
                        String.format(Locale.ROOT, "%.4f", prediction.confidence()),
                        rows.get(i).text());
            }
        }
        terminal.flush();
    }

    private static Map<String, Object> json(LabelSet labels, TextRow row, Prediction prediction) {
        Map<String, Object> probabilities = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            probabilities.put(labels.name(c), (double) prediction.probability(c));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", row.line());
        json.put("text", row.text());
        json.put("label", prediction.label());
        json.put("probabilities", probabilities);
        return json;
    }
}
