package dev.valence.onnx;

import static dev.valence.onnx.RandomModels.LONGEST;
import static dev.valence.onnx.RandomModels.VOCABULARY;
import static dev.valence.onnx.RandomModels.bert;
import static dev.valence.onnx.RandomModels.random;
import static dev.valence.onnx.RandomModels.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.valence.formats.onnx.OnnxBertImporter;
import dev.valence.formats.onnx.OnnxModelWriter;
import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.transformer.HuggingFaceReference;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported graphs give, in ONNX Runtime, the logits of PyTorch and of the engine. */
class OnnxExportTest {
    @TempDir
    private Path folder;

    private OnnxExport.Exported export(
            TransformerModel model, boolean everyToken, TokenBatch texts, boolean dynamicBatch) throws IOException {
        ExportCheck check = new ExportCheck(model, everyToken, dynamicBatch, texts);
        return OnnxExport.write(folder, ModelGraph.of(model, everyToken, dynamicBatch), check);
    }

    /** Hugging Face's tiny models, with and without a dynamic batch. */
    static Stream<Arguments> references() {
        return Stream.concat(HuggingFaceReference.NAMES.stream(), HuggingFaceReference.OTHER_PROBLEMS.stream())
                .flatMap(name -> Stream.of(Arguments.of(name, false), Arguments.of(name, true)));
    }

    @ParameterizedTest(name = "{0}, dynamic batch: {1}")
    @MethodSource("references")
    void everyFamilyGivesTheLogitsOfPyTorch(String name, boolean dynamicBatch) throws OrtException, IOException {
        assertLogitsOfPyTorch(name, new HuggingFaceReference(name), dynamicBatch);
    }

    /** In RoBERTa the positions of the other tokens depend on it. */
    @ParameterizedTest
    @FieldSource("dev.valence.internal.transformer.HuggingFaceReference#NAMES")
    void textsMayHavePaddingInside(String name) throws OrtException, IOException {
        assertLogitsOfPyTorch(name, HuggingFaceReference.paddingInside(name), true);
    }

    private void assertLogitsOfPyTorch(String name, HuggingFaceReference reference, boolean dynamicBatch)
            throws OrtException, IOException {
        TransformerModel model = reference.model(Backend.best());
        TokenBatch texts = reference.texts();
        Path file = folder.resolve("model.onnx");
        OnnxExport.Exported exported = export(model, name.endsWith("_mlm"), texts, dynamicBatch);
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
    void classifiersWithEveryKindOfPositions(PositionKind positions) throws IOException {
        EncoderConfig encoder = EncoderConfig.valence(VOCABULARY, 2, 3, 21, 29, LONGEST, positions, 0.1f, 1e-5f);
        TransformerModel model = random(Models.classifier(encoder, 3, Backend.best()));
        for (boolean dynamicBatch : new boolean[] {false, true}) {
            OnnxExport.Exported exported = export(model, false, texts(), dynamicBatch);
            assertThat(exported.difference()).isLessThan(1e-5);
            assertThat(exported.inputs()).containsExactly("input_ids", "attention_mask");
        }
    }

    @ParameterizedTest
    @EnumSource(NormPlacement.class)
    void layerNormOnEitherSide(NormPlacement placement) throws IOException {
        EncoderConfig encoder = EncoderConfig.valence(
                        VOCABULARY, 3, 3, 21, 29, LONGEST, PositionKind.SINUSOIDAL, 0.1f, 1e-5f)
                .withNorm(placement);
        TransformerModel model = random(Models.classifier(encoder, 3, Backend.best()));
        OnnxExport.Exported exported = export(model, false, texts(), true);
        assertThat(exported.difference()).isLessThan(1e-5);
    }

    @ParameterizedTest(name = "tied: {0}")
    @ValueSource(booleans = {false, true})
    void maskedLanguageModels(boolean tied) throws IOException {
        EncoderConfig encoder =
                EncoderConfig.valence(VOCABULARY, 1, 3, 21, 29, LONGEST, PositionKind.LEARNED, 0.1f, 1e-5f);
        TransformerModel model = random(Models.maskedLanguage(encoder, tied, Backend.best()));
        Path file = folder.resolve("model.onnx");
        export(model, true, texts(), true);
        assertThat(Files.size(file))
                .as("one copy of the embeddings")
                .isLessThan(4L * model.parameters().size() + 12_000);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void everyActivation(Activation activation) throws IOException {
        TransformerModel model = bert(activation);
        OnnxExport.Exported exported = export(model, false, texts(), true);
        assertThat(exported.difference()).isLessThan(1e-5);
    }

    @Test
    void onlyADynamicBatchTakesTwoTexts() throws OrtException, IOException {
        Path file = folder.resolve("model.onnx");
        TokenBatch two = texts().slice(1, 3);
        export(bert(Activation.RELU), false, texts(), false);
        assertThatThrownBy(() -> logits(file, two, false, 3, 2))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("Expected: 1");
        export(bert(Activation.RELU), false, texts(), true);
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
}
