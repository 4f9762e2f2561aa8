package dev.valence.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.LabelSet;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.TinyDirectories;
import dev.valence.internal.transformer.TransformerClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories with other types, with several files and with a vocabulary only; what is exported is read by Python too. */
class ExportedDirectoryTest {
    private static final long SHARD_BYTES = 5_000;

    @TempDir
    private Path temporary;

    private Path export(Path given, String name, ElementType type) {
        return export(given, name, type, temporary);
    }

    private static Path export(Path given, String name, ElementType type, Path folder) {
        Path to = folder.resolve(name + "-" + type.name().toLowerCase(Locale.ROOT));
        ModelExport.write(given, to, new ModelExport.Options("hf:org/" + name, type, SHARD_BYTES));
        return to;
    }

    private static float[] read(SafetensorsDirectory weights, String name) {
        float[] values = new float[Arrays.stream(weights.shape(name)).reduce(1, (a, b) -> a * b)];
        weights.read(name, values, 0);
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "bert, F16",
        "bert, BF16",
        "bert, F32",
        "distilbert, BF16",
        "roberta, F16",
        "bert_mlm, BF16",
        "roberta_mlm, F16"
    })
    void anExportedDirectoryHasRoundedWeightsInSeveralFiles(String name, ElementType type) throws IOException {
        Path given = TinyDirectories.copy(temporary, name);
        Path exported = export(given, name, type, TinyDirectories.results(temporary));
        DirectoryCommit.verify(exported);
        assertThat(SafetensorsDirectory.fileNames(exported)).hasSizeGreaterThan(2);
        double unit =
                type == ElementType.F32 ? 0 : type == ElementType.F16 ? 0x1p-11 : 0x1p-8; // half a last place of 1
        try (SafetensorsDirectory before = SafetensorsDirectory.open(given);
                SafetensorsDirectory after = SafetensorsDirectory.open(exported)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String tensor : before.names()) {
                assertThat(after.type(tensor)).isEqualTo(type);
                float[] expected = read(before, tensor);
                float[] found = read(after, tensor);
                for (int i = 0; i < expected.length; i++) {
                    double most = unit * Math.abs(expected[i]) + (type == ElementType.F16 ? 0x1p-25 : 0);
                    assertThat(Math.abs((double) found[i] - expected[i])).isLessThanOrEqualTo(most);
                }
            }
        }
        // by hand: 17 positions, of which RoBERTa's begin behind that of the padding, whose id is 1
        assertThat(ConfigJson.read(exported.resolve("tokenizer_config.json")).integer("model_max_length", 1, 99))
                .isEqualTo(name.startsWith("roberta") ? 15 : 17);
        open(exported, name);
    }

    private void open(Path exported, String name) {
        if (name.endsWith("_mlm")) {
            try (MaskedLanguageModel model = MaskedLanguageModel.open(exported, Backend.best(), 1)) {
                TinyDirectories.keepLogits(name, exported, model.model(), model.tokenizer(), true);
            }
        } else {
            try (TransformerClassifier classifier = TransformerClassifier.open(exported, Backend.best(), 1)) {
                assertThat(classifier.predict(List.of("a bad cab"))).hasSize(1);
                TinyDirectories.keepLogits(name, exported, classifier.model(), classifier.tokenizer(), false);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"{}, 17", "'{\"model_max_length\": 1e30}', 17", "'{\"model_max_length\": 5}', 5", ", 17"})
    void anExportAlwaysSaysTheGreatestLength(@Nullable String settings, int longest) throws IOException {
        Path given = TinyDirectories.copy(temporary, "bert");
        Files.delete(given.resolve("tokenizer_config.json"));
        if (settings != null) {
            Files.writeString(given.resolve("tokenizer_config.json"), settings);
        }
        Path exported = export(given, "lengths-" + longest, ElementType.F32);
        assertThat(ConfigJson.read(exported.resolve("tokenizer_config.json")).integer("model_max_length", 1, 99))
                .isEqualTo(longest);
    }

    /** Windows are as long as what a model is asked to read at most, and long texts are cut there. */
    @Test
    void aSmallerLengthBesideTheTokenizerCounts() throws IOException {
        Path given = TinyDirectories.copy(temporary, "bert");
        Files.writeString(
                given.resolve("tokenizer_config.json"),
                "{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"model_max_length\": 7,"
                        + " \"truncation_side\": \"left\"}");
        try (TransformerClassifier classifier = TransformerClassifier.open(given, Backend.best(), 1)) {
            int[] end = classifier.tokenizer().encode("a bad cab").ids();
            int[] cut =
                    classifier.tokenizer().encode("a a a a a a a a a a bad cab").ids();
            assertThat(cut).hasSize(7);
            int text = Math.min(5, end.length - 2); // tokens before [SEP] in both
            assertThat(Arrays.copyOfRange(cut, 6 - text, 7))
                    .isEqualTo(Arrays.copyOfRange(end, end.length - 1 - text, end.length));
            classifier.save(temporary.resolve("saved"), Map.of());
        }
        ConfigJson saved = ConfigJson.read(temporary.resolve("saved/tokenizer_config.json"));
        assertThat(saved.integer("model_max_length", 1, 99)).isEqualTo(7);
        assertThat(saved.string("truncation_side")).isEqualTo("left");
    }

    @Test
    void typeAndOriginAreNoted() throws IOException {
        Path given = TinyDirectories.copy(temporary, "bert");
        Path exported = export(given, "bert", ElementType.BF16);
        assertThat(ConfigJson.read(exported.resolve("config.json")).string("dtype"))
                .isEqualTo("bfloat16");
        ConfigJson note = ConfigJson.read(exported.resolve("provenance.json")).object("exported");
        assertThat(note.string("from")).isEqualTo("hf:org/bert");
        assertThat(note.string("type")).isEqualTo("bf16");
        assertThat(note.object("weights_hash").string("model.safetensors"))
                .isEqualTo(DirectoryCommit.sha256(given, "model.safetensors"));
    }

    /** What is trained has 32 bits, whatever it started from. */
    @Test
    void aModelMadeOfHalfPrecisionIsSavedAsFloats() throws IOException {
        Path exported = export(TinyDirectories.copy(temporary, "bert_mlm"), "bert_mlm", ElementType.F16);
        Path saved = temporary.resolve("saved");
        try (MaskedLanguageModel model = MaskedLanguageModel.open(exported, Backend.best(), 1)) {
            model.save(saved, Map.of());
        }
        assertThat(ConfigJson.read(saved.resolve("config.json")).string("dtype"))
                .isEqualTo("float32");
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(saved)) {
            assertThat(weights.type("cls.predictions.bias")).isEqualTo(ElementType.F32);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVocabularyAloneIsATokenizer(boolean lowerCase) throws IOException {
        Path given = TinyDirectories.copy(temporary, "bert");
        Files.delete(given.resolve("tokenizer.json"));
        Files.writeString(given.resolve("tokenizer_config.json"), "{\"do_lower_case\": " + lowerCase + "}");
        Files.write(
                given.resolve("vocab.txt"), List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "bad", "cab"));
        try (TransformerClassifier classifier = TransformerClassifier.open(given, Backend.best(), 1)) {
            int[] ids = lowerCase ? new int[] {2, 5, 6, 3} : new int[] {2, 1, 6, 3};
            assertThat(classifier.tokenizer().encode("A bad").ids()).isEqualTo(ids);
            classifier.save(temporary.resolve("saved"), Map.of());
        }
        assertThat(temporary.resolve("saved/tokenizer.json")).exists();
    }

    @Test
    void preTrainingGoesOnWithTheHeadWhereThereIsOne() throws IOException {
        Path language = TinyDirectories.copy(temporary, "bert_mlm");
        MaskedLanguageModel.Transferred same = MaskedLanguageModel.transfer(language, null, 5, Backend.best(), 1);
        try (MaskedLanguageModel model = same.model()) {
            assertThat(same.report().missing()).isEmpty();
            assertThat(same.report().unexpected()).isEmpty();
            assertThat(same.report().loaded()).contains("cls.predictions.transform.dense.weight");
            model.save(temporary.resolve("same"), Map.of());
        }
        try (SafetensorsDirectory given = SafetensorsDirectory.open(language);
                SafetensorsDirectory saved = SafetensorsDirectory.open(temporary.resolve("same"))) {
            assertThat(saved.names()).containsExactlyInAnyOrderElementsOf(given.names());
            for (String name : given.names()) {
                assertThat(read(saved, name)).as(name).isEqualTo(read(given, name));
            }
        }

        Path classifier = TinyDirectories.copy(temporary, "bert");
        MaskedLanguageModel.Transferred other = MaskedLanguageModel.transfer(classifier, 0.3f, 5, Backend.best(), 1);
        try (MaskedLanguageModel model = other.model()) {
            assertThat(model.model().config().dropout()).isEqualTo(0.3f);
            assertThat(other.report().missing()).allMatch(tensor -> tensor.startsWith("cls.predictions"));
            assertThat(other.report().unexpected()).contains("classifier.weight", "bert.pooler.dense.weight");
            model.save(temporary.resolve("other"), Map.of());
        }
        TransformerClassifier.Transferred back = TransformerClassifier.transfer(
                temporary.resolve("other"), LabelSet.of("a", "b"), null, 5, Backend.best(), 1);
        back.classifier().close();
        assertThat(back.report().misshapen()).isEmpty();
    }
}
