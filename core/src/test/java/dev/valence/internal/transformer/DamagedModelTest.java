package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Damage;
import dev.valence.data.Split;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.baseline.TfidfOptions;
import dev.valence.internal.compute.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged model is an error that names the file, and never a strange prediction. */
class DamagedModelTest {
    @TempDir
    Path folder;

    private static void open(Path directory) {
        SavedClassifier.open(directory, Backend.scalar(), 1).close();
    }

    private static void everyFileIsChecked(Path directory, String... names) throws IOException {
        open(directory);
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactlyInAnyOrder(names);
        for (Path file : files) {
            Damage.isAlwaysNoticed(file, DamagedModelTest::open);
        }
        open(directory);
    }

    @Test
    void ofATransformer() throws IOException {
        Path directory = folder.resolve("best");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 3, 1)) {
            classifier.save(directory, Map.of("made_by", "a test"));
        }
        everyFileIsChecked(
                directory,
                "config.json",
                "manifest.json",
                "model.safetensors",
                "provenance.json",
                "tokenizer.json",
                "tokenizer_config.json");
    }

    @Test
    void ofTheBaseline() throws IOException {
        Path directory = folder.resolve("words");
        Split train = SmallClassifier.corpus().train();
        TfidfClassifier.fit(
                        train.examples(),
                        train.texts(),
                        SmallClassifier.corpus().labels(),
                        TfidfOptions.DEFAULT)
                .save(directory);
        everyFileIsChecked(directory, "config.json", "manifest.json", "model.safetensors", "vocabulary.txt");
    }
}
