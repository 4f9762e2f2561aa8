package dev.valence.internal.baseline;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model directory of a {@link TfidfClassifier}: {@code config.json} with model type and labels, {@code vocabulary.txt}
 * with a term on each line, and {@code model.safetensors} with {@code idf [V]}, {@code coefficients [K, V]} and
 * {@code intercepts [K]}, where K is 1 for two classes and else their number.
 */
final class TfidfDirectory {
    private static final String CONFIG = "config.json";
    private static final String VOCABULARY = "vocabulary.txt";
    private static final long MOST_VOCABULARY_BYTES = 256L << 20;
    private static final String TENSORS = "model.safetensors";
    private static final String IDF = "idf";
    private static final String COEFFICIENTS = "coefficients";
    private static final String INTERCEPTS = "intercepts";

    private TfidfDirectory() {}

    /** What is to be committed. */
    static DirectoryCommit.Contents contents(TfidfClassifier classifier) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model_type", TfidfClassifier.MODEL_TYPE);
        config.put("labels", classifier.labels().names());
        List<String> vocabulary = classifier.vectorizer().vocabulary();
        return folder -> {
            ConfigJson.of(config).write(folder.resolve(CONFIG));
            Files.writeString(folder.resolve(VOCABULARY), String.join("\n", vocabulary) + "\n");
            SafetensorsWriter.write(folder.resolve(TENSORS), tensors(classifier), Map.of());
        };
    }

    private static List<NamedTensor> tensors(TfidfClassifier classifier) {
        LogisticRegression regression = classifier.regression();
        double[][] rows = regression.coefficients();
        double[] coefficients =
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return List.of(
                tensor(IDF, classifier.vectorizer().inverseDocumentFrequencies(), regression.features()),
                tensor(COEFFICIENTS, coefficients, rows.length, regression.features()),
                tensor(INTERCEPTS, regression.intercepts(), rows.length));
    }

    private static NamedTensor tensor(String name, double[] values, int... shape) {
        return new NamedTensor(name, SinglePrecision.toFloats(values), 0, shape);
    }

    static TfidfClassifier load(Path directory) {
        DirectoryCommit.recover(directory);
        DirectoryCommit.verify(directory);
        ConfigJson config = ConfigJson.read(directory.resolve(CONFIG));
        config.choice("model_type", TfidfClassifier.MODEL_TYPE);
        LabelSet labels = labels(config.strings("labels"), directory.resolve(CONFIG));
        List<String> vocabulary = vocabulary(directory.resolve(VOCABULARY));
        int terms = vocabulary.size();
        int scores = LogisticLoss.scores(labels.size());
        Path file = directory.resolve(TENSORS);
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            double[] idf = read(tensors, file, IDF, terms);
            double[] flat = read(tensors, file, COEFFICIENTS, scores, terms);
            double[][] coefficients = new double[scores][];
            for (int k = 0; k < scores; k++) {
                coefficients[k] = Arrays.copyOfRange(flat, k * terms, (k + 1) * terms);
            }
            double[] intercepts = read(tensors, file, INTERCEPTS, scores);
            return new TfidfClassifier(
                    labels,
                    new TfidfVectorizer(vocabulary, idf),
                    LogisticRegression.of(labels.size(), coefficients, intercepts));
        }
    }

    private static LabelSet labels(List<String> names, Path file) {
        if (names.size() < 2 || names.stream().distinct().count() < names.size()) {
            throw new InputException(
                    file + ": required at least two different labels, found " + names + "; save the model again");
        }
        return new LabelSet(names);
    }

    private static List<String> vocabulary(Path file) {
        List<String> terms;
        try {
            if (Files.size(file) > MOST_VOCABULARY_BYTES) {
                throw new InputException(file + ": required at most " + MOST_VOCABULARY_BYTES
                        + " bytes of terms, found " + Files.size(file) + "; check that it is the file meant");
            }
            terms = Files.readAllLines(file);
        } catch (IOException e) {
            throw new InputException(
                    file + ": required one term a line in UTF-8, found " + e + "; save or copy the model again", e);
        }
        if (terms.stream().distinct().count() < terms.size()) {
            throw new InputException(
                    file + ": required different terms, found one twice; save or copy the model again");
        }
        return terms;
    }

    private static double[] read(SafetensorsFile tensors, Path file, String name, int... shape) {
        int[] found = tensors.shape(name);
        if (!Arrays.equals(found, shape)) {
            throw new InputException(file + ": required shape " + Arrays.toString(shape) + " for '" + name
                    + "', as labels and vocabulary have it, found " + Arrays.toString(found)
                    + "; save or copy the model again");
        }
        float[] values = new float[Arrays.stream(found).reduce(1, Math::multiplyExact)];
        tensors.read(name, values, 0);
        return SinglePrecision.toDoubles(values);
    }
}
