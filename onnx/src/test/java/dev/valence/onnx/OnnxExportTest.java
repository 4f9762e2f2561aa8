package dev.valence.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.valence.InputException;
import dev.valence.checkpoint.ImportedModel;
import dev.valence.checkpoint.SafetensorsFile;
import dev.valence.checkpoint.onnx.OnnxBertImporter;
import dev.valence.checkpoint.onnx.OnnxModelWriter;
import dev.valence.classify.HuggingFaceReference;
import dev.valence.classify.MaskedLanguageModel;
import dev.valence.classify.SmallClassifier;
import dev.valence.classify.TransformerClassifier;
import dev.valence.compute.Activation;
import dev.valence.compute.Backend;
import dev.valence.compute.NamedTensor;
import dev.valence.compute.WorkerPool;
import dev.valence.model.DropoutRates;
import dev.valence.model.EmbeddingConfig;
import dev.valence.model.EncoderConfig;
import dev.valence.model.HeadConfig;
import dev.valence.model.NormPlacement;
import dev.valence.model.PositionKind;
import dev.valence.model.TransformerModel;
import dev.valence.tokenize.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported graphs give, in ONNX Runtime, the logits of PyTorch and of the engine; what does not is never handed out. */
class OnnxExportTest {
    private static final int VOCABULARY = 47;
    private static final int LONGEST = 19;

    @TempDir
    private Path folder;

    /** Hugging Face's tiny models, with and without a dynamic batch. */
    static Stream<Arguments> references() {
        return Stream.concat(HuggingFaceReference.NAMES.stream(), HuggingFaceReference.OTHER_PROBLEMS.stream())
                .flatMap(name -> Stream.of(Arguments.of(name, false), Arguments.of(name, true)));
    }

    @ParameterizedTest(name = "{0}, dynamic batch: {1}")
    @MethodSource("references")
    void everyFamilyGivesTheLogitsOfPyTorch(String name, boolean dynamicBatch) throws OrtException {
        HuggingFaceReference reference = new HuggingFaceReference(name);
        TransformerModel model = reference.model(Backend.best());
        TokenBatch texts = reference.texts();
        Path file = folder.resolve("model.onnx");
        OnnxExport.Exported exported = OnnxExport.export(model, name.endsWith("_mlm"), texts, file, dynamicBatch);
        assertThat(exported.texts()).isEqualTo(texts.texts());
        assertThat(exported.inputs())
                .containsExactlyElementsOf(
                        name.startsWith("bert")
                                ? List.of("input_ids", "attention_mask", "token_type_ids")
                                : List.of("input_ids", "attention_mask"));

        float[] logits = logits(file, texts, name.endsWith("_mlm"), model.classes(), dynamicBatch ? texts.texts() : 1);
        double[] expected = reference.logits();
        assertThat(logits).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(logits[i] - expected[i])).as("logit %d", i).isLessThanOrEqualTo(1e-4);
        }
    }

    /** Logits of texts, some at once and padded with ones, without those of the padding. */
    private static float[] logits(Path file, TokenBatch texts, boolean everyToken, int classes, int atOnce)
            throws OrtException {
        List<Float> logits = new ArrayList<>();
        int length = Arrays.stream(texts.lengths()).max().orElseThrow();
        try (RuntimeSession session = RuntimeSession.open(file)) {
            for (int from = 0; from < texts.texts(); from += atOnce) {
                int count = Math.min(atOnce, texts.texts() - from);
                float[] found = session.logits(padded(session, texts.slice(from, from + count), length), count, length);
                int rows = everyToken ? length : 1;
                for (int b = 0; b < count; b++) {
                    int wanted = everyToken ? texts.length(from + b) : 1;
                    for (int i = 0; i < wanted * classes; i++) {
                        logits.add(found[b * rows * classes + i]);
                    }
                }
            }
        }
        float[] all = new float[logits.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = logits.get(i);
        }
        return all;
    }

    private static Map<String, long[]> padded(RuntimeSession session, TokenBatch texts, int length) {
        Map<String, long[]> inputs = new LinkedHashMap<>();
        session.inputs().forEach(name -> inputs.put(name, new long[texts.texts() * length]));
        long[] ids = inputs.get("input_ids");
        Arrays.fill(ids, 1);
        for (int b = 0; b < texts.texts(); b++) {
            for (int s = 0; s < texts.length(b); s++) {
                ids[b * length + s] = texts.ids(b)[s];
                inputs.get("attention_mask")[b * length + s] = 1;
            }
        }
        return inputs;
    }

    @ParameterizedTest
    @EnumSource(PositionKind.class)
    void classifiersWithEveryKindOfPositions(PositionKind positions) {
        EncoderConfig encoder = EncoderConfig.valence(VOCABULARY, 2, 3, 21, 29, LONGEST, positions, 0.1f, 1e-5f);
        TransformerModel model = random(TransformerModel.classifier(encoder, 3, Backend.best()));
        for (boolean dynamicBatch : new boolean[] {false, true}) {
            OnnxExport.Exported exported =
                    OnnxExport.export(model, false, texts(), folder.resolve("model.onnx"), dynamicBatch);
            assertThat(exported.difference()).isLessThan(1e-5);
            assertThat(exported.inputs()).containsExactly("input_ids", "attention_mask");
        }
    }

    @ParameterizedTest
    @EnumSource(NormPlacement.class)
    void layerNormOnEitherSide(NormPlacement placement) {
        EncoderConfig encoder = EncoderConfig.valence(
                        VOCABULARY, 3, 3, 21, 29, LONGEST, PositionKind.SINUSOIDAL, 0.1f, 1e-5f)
                .withNorm(placement);
        TransformerModel model = random(TransformerModel.classifier(encoder, 3, Backend.best()));
        OnnxExport.Exported exported = OnnxExport.export(model, false, texts(), folder.resolve("model.onnx"), true);
        assertThat(exported.difference()).isLessThan(1e-5);
    }

    @ParameterizedTest(name = "tied: {0}")
    @ValueSource(booleans = {false, true})
    void maskedLanguageModels(boolean tied) throws IOException {
        EncoderConfig encoder =
                EncoderConfig.valence(VOCABULARY, 1, 3, 21, 29, LONGEST, PositionKind.LEARNED, 0.1f, 1e-5f);
        TransformerModel model = random(TransformerModel.maskedLanguage(encoder, tied, Backend.best()));
        Path file = folder.resolve("model.onnx");
        OnnxExport.export(model, true, texts(), file, true);
        assertThat(Files.size(file))
                .as("one copy of the embeddings")
                .isLessThan(4L * model.parameters().size() + 12_000);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void everyActivation(Activation activation) {
        TransformerModel model = bert(activation);
        OnnxExport.Exported exported = OnnxExport.export(model, false, texts(), folder.resolve("model.onnx"), true);
        assertThat(exported.difference()).isLessThan(1e-5);
    }

    /** An encoder with all that may be in it; the head's activation is the encoder's. */
    private static TransformerModel bert(Activation activation) {
        EncoderConfig encoder = new EncoderConfig(
                VOCABULARY,
                2,
                3,
                21,
                29,
                LONGEST,
                new EmbeddingConfig(PositionKind.LEARNED, 0, 2, false, true),
                activation,
                DropoutRates.NONE,
                1e-12f,
                NormPlacement.AFTER);
        return random(TransformerModel.of(encoder, HeadConfig.pooler(activation, 0.1f), 3, Backend.best()));
    }

    private static TransformerModel random(TransformerModel model) {
        model.initialize(23);
        Random random = new Random(29);
        float[] weights = model.parameters().values();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += 0.1f * (float) random.nextGaussian(); // biases and scales too
        }
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
        return model;
    }

    /** Texts of several lengths, among them the shortest and the longest. */
    private static TokenBatch texts() {
        Random random = new Random(31);
        return TokenBatch.of(Stream.of(1, 7, 2, LONGEST, 13)
                .map(length -> random.ints(length, 0, VOCABULARY).toArray())
                .toArray(int[][]::new));
    }

    @Test
    void aGraphThatComputesSomethingElseIsNotHandedOut() throws IOException {
        TransformerModel model = bert(Activation.GELU);
        Path file = Files.writeString(folder.resolve("model.onnx"), "the former one");
        TransformerModel other = bert(Activation.GELU);
        NamedTensor bias = other.parameters().tensors().stream()
                .filter(tensor -> tensor.name().equals("head.output.bias"))
                .findFirst()
                .orElseThrow();
        bias.values()[bias.offset() + 2] += 2e-4f;
        OnnxModelWriter broken = ModelGraph.of(other, false, true);
        ExportCheck check = new ExportCheck(model, false, true, texts());
        assertThatThrownBy(() -> OnnxExport.write(broken, check, file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ONNX Runtime computes other logits of the exported graph than the model: ")
                .hasMessageEndingWith("for class 2, where 1.0E-4 is the most that they may differ")
                .message()
                .hasLineCount(1);
        assertOnlyTheFormerOneIsLeft();

        bias.values()[bias.offset() + 2] = Float.NaN;
        assertThatThrownBy(() -> OnnxExport.write(broken, check, file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NaN instead of");
        assertOnlyTheFormerOneIsLeft();
    }

    @Test
    void aGraphThatDoesNotRunIsNotHandedOut() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "the former one");
        OnnxModelWriter broken = new OnnxModelWriter();
        broken.node("NoSuchOperator", "logits", List.of(broken.input("input_ids", List.of("1", "sequence"))));
        broken.output("logits", List.of("1", "3"));
        ExportCheck check = new ExportCheck(bert(Activation.RELU), false, false, texts());
        assertThatThrownBy(() -> OnnxExport.write(broken, check, file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ONNX Runtime does not run the exported graph: ")
                .hasMessageContaining("NoSuchOperator")
                .message()
                .hasLineCount(1);
        assertOnlyTheFormerOneIsLeft();
    }

    private void assertOnlyTheFormerOneIsLeft() throws IOException {
        assertThat(folder.toFile().list()).containsExactly("model.onnx");
        assertThat(folder.resolve("model.onnx")).hasContent("the former one");
    }

    @Test
    void onlyADynamicBatchTakesTwoTexts() throws OrtException {
        Path file = folder.resolve("model.onnx");
        TokenBatch two = texts().slice(1, 3);
        OnnxExport.export(bert(Activation.RELU), false, texts(), file, false);
        assertThatThrownBy(() -> logits(file, two, false, 3, 2))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("Expected: 1");
        OnnxExport.export(bert(Activation.RELU), false, texts(), file, true);
        assertThat(logits(file, two, false, 3, 2)).hasSize(6);
    }

    /** The importer follows graphs to the output that the last LayerNorm makes, so it gets one. */
    @Test
    void theImporterFindsTheWeightsOfBertAgain() {
        HuggingFaceReference reference = new HuggingFaceReference("bert");
        TransformerModel model = reference.model(Backend.best());
        OnnxModelWriter graph = ModelGraph.of(model, false, true);
        String hidden = "encoder.layers." + (model.config().layers() - 1) + ".feed_forward_norm";
        graph.output(
                hidden,
                List.of("batch", "sequence", Integer.toString(model.config().width())));
        Path file = folder.resolve("model.onnx");
        graph.write(file);
        ImportedModel imported = OnnxBertImporter.read(file);
        try (SafetensorsFile expected =
                SafetensorsFile.open(reference.directory().resolve("model.safetensors"))) {
            assertThat(imported.tensors())
                    .hasSizeGreaterThan(16 * model.config().layers());
            for (NamedTensor tensor : imported.tensors()) {
                String name = "bert." + tensor.name();
                assertThat(tensor.shape()).as(name).isEqualTo(expected.shape(name));
                float[] values = new float[tensor.size()];
                expected.read(name, values, 0);
                assertThat(tensor.values()).as(name).isEqualTo(values);
            }
        }
    }

    @Test
    void savedModelsAreExported() throws IOException {
        Path directory = folder.resolve("saved");
        Path file = folder.resolve("model.onnx");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 37, 1)) {
            classifier.save(directory, Map.of());
        }
        OnnxExport.Exported exported = OnnxExport.export(directory, file, true);
        assertThat(exported.texts()).isEqualTo(4);
        assertThat(exported.bytes()).isEqualTo(Files.size(file));
        assertThat(exported.difference()).isLessThan(1e-5);

        Path pretrained = folder.resolve("pretrained");
        Path tokenizer = SmallClassifier.tokenizer(folder);
        EncoderConfig encoder = EncoderConfig.valence(
                SmallClassifier.vocabularySize(tokenizer), 1, 2, 22, 29, LONGEST, PositionKind.NONE, 0.1f, 1e-5f);
        try (MaskedLanguageModel model = MaskedLanguageModel.random(encoder, true, tokenizer, 41, Backend.best(), 1)) {
            model.save(pretrained, Map.of());
        }
        assertThat(OnnxExport.export(pretrained, file, false).difference()).isLessThan(1e-5);
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path file = folder.resolve("model.onnx");
        assertThatThrownBy(() -> OnnxExport.export(folder, folder.resolve("none/model.onnx"), false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required a file in a directory that exists");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"tfidf\"}");
        assertThatThrownBy(() -> OnnxExport.export(folder, file, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model_type")
                .message()
                .hasLineCount(1);
        assertThat(Files.exists(file)).isFalse();
    }
}
