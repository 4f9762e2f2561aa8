package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.data.ReadOptions;
import dev.valence.data.TextReader;
import dev.valence.data.TextRow;
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
            "Prints label, probability and text, separated by tabs."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Runnable {
    private static final int CHUNK = 4_096;

    private final Terminal terminal;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "a model directory, or the directory of a run")
    private @Nullable Path model;

    @Parameters(paramLabel = "TEXT", description = "texts to classify")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--input", paramLabel = "FILE", description = "a file of texts: one a line, .csv, .tsv or .jsonl")
    private @Nullable Path input;

    @Option(
            names = "--text-column",
            paramLabel = "NAME|N",
            description = "column of the text, by name or counted from 1")
    private @Nullable String textColumn;

    @Option(names = "--skip-bad-rows", description = "count and list rows that cannot be read instead of stopping")
    private boolean skipBadRows;

    @Option(names = "--jsonl", description = "print a JSON object a line, with all probabilities")
    private boolean jsonLines;

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Classifier classifier = SavedModel.open(Options.required(model, "--model"), machine)) {
            if (!texts.isEmpty()) {
                print(classifier, texts);
                return;
            }
            try (TextReader reader = reader()) {
                List<TextRow> rows = reader.read(CHUNK);
                while (!rows.isEmpty()) {
                    print(classifier, rows.stream().map(TextRow::text).toList());
                    rows = reader.read(CHUNK);
                }
                if (!reader.badRows().isEmpty()) {
                    terminal.note("Skipped " + reader.badRows().size() + " bad rows:");
                    reader.badRows().forEach(row -> terminal.note("  " + row.message()));
                }
            }
        }
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

    private void print(Classifier classifier, List<String> chunk) {
        List<Prediction> predictions = classifier.predict(chunk);
        for (int i = 0; i < chunk.size(); i++) {
            Prediction prediction = predictions.get(i);
            if (jsonLines) {
                terminal.printPlain(ConfigJson.of(json(classifier.labels(), chunk.get(i), prediction))
                        .printLine());
            } else {
                terminal.printPlain(String.format(
                        Locale.ROOT,
                        "%s\t%.4f\t%s",
                        classifier.labels().name(prediction.label()),
                        prediction.confidence(),
                        chunk.get(i)));
            }
        }
    }

    private static Map<String, Object> json(LabelSet labels, String text, Prediction prediction) {
        Map<String, Object> probabilities = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            probabilities.put(labels.name(c), (double) prediction.probability(c));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", text);
        json.put("label", labels.name(prediction.label()));
        json.put("probabilities", probabilities);
        return json;
    }
}
