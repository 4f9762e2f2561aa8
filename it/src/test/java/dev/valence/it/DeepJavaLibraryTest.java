package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Batchifier;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.valence.Prediction;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TinyDirectories;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DJL opens exported directories as they are, and its translators give the model's own answers. The last thing they do, sorting by
 * probability, only its PyTorch engine can do, whose natives have 110 MB: {@code mvn -Pdjl} tests that, too.
 */
class DeepJavaLibraryTest {
    private static final String PYTORCH = "needs DJL's PyTorch engine: mvn -Pdjl";
    private static final List<String> TEXTS = List.of(
            "a bad cab", "Add a CAFÉ!", "", "a fab [PAD] decade", "bade a cad face a faded facade. ".repeat(30));

    @TempDir
    private Path folder;

    /** DJL's engine must be the first that asks for ONNX Runtime in a process. */
    @BeforeAll
    static void startEngine() {
        System.setProperty("OPT_OUT_TRACKING", "true"); // DJL would report its use
        System.setProperty(
                "DJL_CACHE_DIR", Path.of("target", "djl").toAbsolutePath().toString());
        Engine.getEngine("OnnxRuntime");
    }

    static boolean sorts() {
        return Engine.hasEngine("PyTorch");
    }

    /** DJL's translator, but for its last step: what the graph says is handed out as it is. */
    private record Logits(Translator<String, Classifications> translator) implements Translator<String, float[]> {
        @Override
        public void prepare(TranslatorContext context) throws Exception {
            translator.prepare(context);
        }

        @Override
        public Batchifier getBatchifier() {
            return translator.getBatchifier();
        }

        @Override
        public NDList processInput(TranslatorContext context, String text) throws Exception {
            return translator.processInput(context, text);
        }

        @Override
        public NDList batchProcessInput(TranslatorContext context, List<String> texts) throws Exception {
            return translator.batchProcessInput(context, texts);
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList output) {
            return output.get(0).toFloatArray();
        }
    }

    private ZooModel<String, Classifications> open(Path model)
            throws ModelNotFoundException, MalformedModelException, IOException {
        Path exported = folder.resolve("exported");
        OnnxExport.export(model, exported, true);
        return Criteria.builder()
                .setTypes(String.class, Classifications.class)
                .optModelPath(exported)
                .optTranslatorFactory(new DeferredTranslatorFactory()) // that of serving.properties
                .build()
                .loadModel();
    }

    private Path own() {
        Path saved = folder.resolve("saved");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 37, 1)) {
            classifier.save(saved, Map.of());
        }
        return saved;
    }

    private void assertLogits(Path model) throws Exception {
        try (ZooModel<String, Classifications> opened = open(model);
                Predictor<String, float[]> predictor = opened.newPredictor(new Logits(opened.getTranslator()));
                TransformerClassifier classifier = TransformerClassifier.open(model, Backend.best(), 1)) {
            List<float[]> together = predictor.batchPredict(TEXTS);
            for (int b = 0; b < TEXTS.size(); b++) {
                float[] expected = classifier.logits(TEXTS.subList(b, b + 1));
                assertThat(predictor.predict(TEXTS.get(b))).as(TEXTS.get(b)).containsExactly(expected, within(1e-5f));
                assertThat(together.get(b)).as(TEXTS.get(b)).containsExactly(expected, within(1e-5f));
            }
        }
    }

    @Test
    void logitsOfAClassifierOfOurOwn() throws Exception {
        assertLogits(own());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "distilbert", "roberta", "bert_multi_label"})
    void logitsOfPublishedFamilies(String name) throws Exception {
        assertLogits(TinyDirectories.copy(folder, name));
    }

    @Test
    @EnabledIf(value = "sorts", disabledReason = PYTORCH)
    void oneClassOfAText() throws Exception {
        Path model = own();
        try (ZooModel<String, Classifications> opened = open(model);
                Predictor<String, Classifications> predictor = opened.newPredictor();
                TransformerClassifier classifier = TransformerClassifier.open(model, Backend.best(), 1)) {
            List<Classifications> answers = predictor.batchPredict(TEXTS);
            List<Prediction> expected = classifier.predict(TEXTS);
            for (int b = 0; b < TEXTS.size(); b++) {
                Classifications.Classification best = answers.get(b).best();
                assertThat(best.getClassName()).isEqualTo(expected.get(b).label());
                assertThat(best.getProbability()).isCloseTo(expected.get(b).confidence(), within(1e-5));
            }
        }
    }

    @Test
    @EnabledIf(value = "sorts", disabledReason = PYTORCH)
    void severalLabelsOfATextHaveAProbabilityEach() throws Exception {
        Path given = TinyDirectories.copy(folder, "bert_multi_label");
        try (ZooModel<String, Classifications> opened = open(given);
                Predictor<String, Classifications> predictor = opened.newPredictor();
                TransformerClassifier classifier = TransformerClassifier.open(given, Backend.best(), 1)) {
            float[] logits = classifier.logits(List.of("a bad cab"));
            Classifications answer = predictor.predict("a bad cab");
            for (int c = 0; c < logits.length; c++) {
                String label = classifier.labels().name(c);
                assertThat(answer.get(label).getProbability())
                        .as(label)
                        .isCloseTo(1 / (1 + Math.exp(-logits[c])), within(1e-5));
            }
        }
    }

    @Test
    @EnabledIf(value = "sorts", disabledReason = PYTORCH)
    void hiddenTokensAreGuessed() throws Exception {
        try (ZooModel<String, Classifications> opened = open(TinyDirectories.copy(folder, "bert_mlm"));
                Predictor<String, Classifications> predictor = opened.newPredictor()) {
            List<Double> probabilities = predictor.predict("a bad [MASK]").getProbabilities();
            assertThat(probabilities).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        }
    }
}
