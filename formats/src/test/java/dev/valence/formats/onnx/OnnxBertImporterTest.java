package dev.valence.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.valence.InputException;
import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.compute.NamedTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The graphs are exports of PyTorch, made by tools/reference/onnx_bert_small.py, with the weights they were made from. */
class OnnxBertImporterTest {
    private static final String DECOMPOSED = "gelu_opset11.onnx";
    private static final String FUSED = "relu_opset17_sdpa.onnx";
    private static final int DAMAGES = Boolean.getBoolean("valence.chaos") ? 30_000 : 300;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gelu_opset11.onnx, gelu, false",
        "gelu_new_opset14_pooled.onnx, gelu_new, true",
        "relu_opset17_sdpa.onnx, relu, false",
        "gelu_opset18_dynamo.onnx, gelu, true"
    })
    void everyWeightFindsItsPlace(String file, String activation, boolean pooled) throws Exception {
        ImportedModel model = OnnxBertImporter.read(resource(file));
        Set<String> names = new HashSet<>();
        try (SafetensorsFile expected = SafetensorsFile.open(resource("weights.safetensors"))) {
            for (NamedTensor tensor : model.tensors()) {
                names.add(tensor.name());
                assertThat(tensor.shape()).as(tensor.name()).isEqualTo(expected.shape(tensor.name()));
                float[] values = new float[tensor.size()];
                expected.read(tensor.name(), values, 0);
                assertThat(tensor.values()).as(tensor.name()).isEqualTo(values);
            }
            Set<String> required = new HashSet<>(expected.names());
            required.removeIf(name -> name.startsWith("pooler.") && !pooled);
            assertThat(names).isEqualTo(required);
        }
        assertThat(model.config().printLine())
                .isEqualTo(("{'architectures':['BertModel'],'model_type':'bert','vocab_size':23,'hidden_size':10,"
                                + "'num_hidden_layers':2,'num_attention_heads':2,'intermediate_size':13,'hidden_act':'"
                                + activation + "','hidden_dropout_prob':0.1,'attention_probs_dropout_prob':0.1,"
                                + "'max_position_embeddings':11,'type_vocab_size':3,'initializer_range':0.02,"
                                + "'layer_norm_eps':1.0E-12,'pad_token_id':0}")
                        .replace('\'', '"'));
    }

    /** A graph of BERT all of whose matrices are one: a small file, and as many layers as its nodes have room for. */
    private static OnnxModelWriter ofOneMatrix(int layers) {
        int width = 64;
        OnnxModelWriter graph = new OnnxModelWriter();
        NamedTensor matrix = new NamedTensor("matrix", new float[width * width], 0, width, width);
        NamedTensor vector = new NamedTensor("vector", new float[width], 0, width);
        String ids = graph.input("input_ids", List.of("1", "sequence"));
        String kinds = graph.input("token_type_ids", List.of("1", "sequence"));
        String words = graph.node("Gather", "words", List.of(graph.weight(matrix), ids));
        String types = graph.node("Gather", "types", List.of(graph.weight(matrix), kinds));
        String places = graph.node("Gather", "places", List.of(graph.weight(matrix), graph.integers(0, 1, 2)));
        String sum = graph.node("Add", "sum", List.of(words, types));
        String x = norm(graph, "norm", graph.node("Add", "placed", List.of(sum, places)), vector);
        String mask = graph.input("attention_mask", List.of("1", "sequence"));
        String seen = graph.node(
                "Cast",
                "seen",
                List.of(graph.node("Unsqueeze", "mask.axes", List.of(mask, graph.integers(1, 2)))),
                OnnxAttribute.integer("to", OnnxModelWriter.FLOAT));
        String unseen = graph.node("Sub", "unseen", List.of(graph.scalar(1f), seen));
        String masked = graph.node("Mul", "masked", List.of(unseen, graph.scalar(-Float.MAX_VALUE)));
        for (int layer = 0; layer < layers; layer++) {
            String name = "layer" + layer;
            String[] parts = new String[3];
            for (int part = 0; part < parts.length; part++) {
                String linear = linear(graph, name + ".part" + part, x, matrix, vector);
                String cut = graph.node("Reshape", linear + ".cut", List.of(linear, graph.integers(0, 0, 2, 32)));
                List<Long> order = part == 1 ? List.of(0L, 2L, 3L, 1L) : List.of(0L, 2L, 1L, 3L);
                parts[part] = graph.node(
                        "Transpose", linear + ".turned", List.of(cut), OnnxAttribute.integers("perm", order));
            }
            String scores = graph.node("MatMul", name + ".scores", List.of(parts[0], parts[1]));
            String scaled = graph.node("Div", name + ".scaled", List.of(scores, graph.scalar((float) Math.sqrt(32))));
            String shares = graph.node(
                    "Softmax",
                    name + ".shares",
                    List.of(graph.node("Add", name + ".masked", List.of(scaled, masked))),
                    OnnxAttribute.integer("axis", -1));
            String values = graph.node("MatMul", name + ".values", List.of(shares, parts[2]));
            String turned = graph.node(
                    "Transpose",
                    name + ".back",
                    List.of(values),
                    OnnxAttribute.integers("perm", List.of(0L, 2L, 1L, 3L)));
            String joined = graph.node("Reshape", name + ".joined", List.of(turned, graph.integers(0, 0, width)));
            String attended = linear(graph, name + ".attended", joined, matrix, vector);
            String middle =
                    norm(graph, name + ".middle", graph.node("Add", name + ".first", List.of(attended, x)), vector);
            String active =
                    graph.node("Relu", name + ".relu", List.of(linear(graph, name + ".inner", middle, matrix, vector)));
            String outer = linear(graph, name + ".outer", active, matrix, vector);
            x = norm(graph, name + ".out", graph.node("Add", name + ".second", List.of(outer, middle)), vector);
        }
        graph.output(x, List.of("1", "sequence", "64"));
        return graph;
    }

    private static String linear(OnnxModelWriter graph, String name, String x, NamedTensor matrix, NamedTensor bias) {
        String product = graph.node("MatMul", name + ".product", List.of(x, graph.weight(matrix)));
        return graph.node("Add", name, List.of(product, graph.weight(bias)));
    }

    private static String norm(OnnxModelWriter graph, String name, String x, NamedTensor vector) {
        return graph.node(
                "LayerNormalization",
                name,
                List.of(x, graph.weight(vector), graph.weight(vector)),
                OnnxAttribute.integer("axis", -1),
                OnnxAttribute.number("epsilon", 1e-12f));
    }

    @ParameterizedTest(name = "{0} layers")
    @ValueSource(ints = {7, 300})
    void aSmallFileDoesNotBecomeALargeModel(int layers) throws IOException {
        Path file = folder.resolve("shared.onnx");
        ofOneMatrix(layers).write(file);
        assertThatThrownBy(() -> OnnxBertImporter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required weights of its own for each layer");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                // The operator of a node is a string of its own: field 4 (0x22) and its length before it.
                change(DECOMPOSED, "\"\7Softmax", "\"\7Hardmax", "required Softmax for the probabilities of attention"),
                change(
                        DECOMPOSED,
                        "\"\3Erf",
                        "\"\3Sin",
                        "required an elementwise function for the activation at node Sin"),
                change(DECOMPOSED, "\"\3Erf", "\"\3Abs", "at node Abs '/bert/encoder/layer.1/intermediate"),
                change(
                        DECOMPOSED,
                        "\"\4Sqrt",
                        "\"\4Sinh",
                        "required an output that the LayerNorm of the last layer makes"),
                change(DECOMPOSED, "\"\3Add", "\"\3Sub", "found Sub '/bert/encoder/layer.1/output/LayerNorm/Add_1'"),
                change(DECOMPOSED, "\16attention_mask", "\16attention_mesk", "a mask made of attention_mask alone"),
                change(
                        DECOMPOSED,
                        "\11input_ids",
                        "\11input_idx",
                        "one table each for words, positions and token types"),
                change(FUSED, "\"\3Add", "\"\3Sub", "required Add for a residual, found Sub"),
                change(
                        FUSED,
                        "\"\11Transpose",
                        "\"\11TransposX",
                        "found TransposX '/bert/encoder/layer.1/attention/self"),
                change(FUSED, "\"\5IsNaN", "\"\5IsInf", "required IsNaN for a guard of probabilities, found IsInf"),
                change(FUSED, "\"\22LayerNormalization", "\"\22LayerNormalizatioN", "found LayerNormalizatioN"),
                change(FUSED, "\"\6MatMul", "\"\6MatMux", "required a feed-forward layer below the last LayerNorm"));
    }

    private static Arguments change(String file, String from, String to, String message) {
        return Arguments.of(file, from, to, message);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("changes")
    void whatIsNotUnderstoodIsRefusedWithItsNode(String file, String from, String to, String message) throws Exception {
        String bytes = new String(Files.readAllBytes(resource(file)), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(from);
        refused(bytes.replace(from, to).getBytes(StandardCharsets.ISO_8859_1), message);
    }

    @Test
    void anotherScaleOfScoresIsRefused() throws Exception {
        // 1 / sqrt(5), where 5 is the width of a head, as a float; and 0.5 instead.
        String bytes = new String(Files.readAllBytes(resource(DECOMPOSED)), StandardCharsets.ISO_8859_1);
        String root = new String(new byte[] {0x2e, (byte) 0xf9, (byte) 0xe4, 0x3e}, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains(root);
        refused(
                bytes.replace(root, "\0\0\0?").getBytes(StandardCharsets.ISO_8859_1),
                "required scores times 0.4472135954999579 at node Softmax");
    }

    /** Whatever a file holds, it is read or refused, in bounded time and memory; a hundred times as many with -Pchaos. */
    @Test
    void damagedFilesAreReadOrRefused() throws Exception {
        byte[] whole = Files.readAllBytes(resource(FUSED));
        Random random = new Random(20);
        int refused = 0;
        for (int trial = 0; trial < DAMAGES; trial++) {
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int i = 0; i < 3 && damaged.length > 0; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.onnx"), damaged);
            try {
                OnnxBertImporter.read(file);
            } catch (InputException e) {
                assertThat(e).message().as("trial %d", trial).hasLineCount(1);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(DAMAGES / 2);
    }

    static Stream<Arguments> hostileModels() throws IOException {
        byte[] huge = tensor(out -> {
            out.writeInt64(1, 2_000_000_000L);
            out.writeInt32(2, 1);
            out.writeString(8, "huge");
            out.writeByteArray(9, new byte[] {1, 2, 3, 4});
        });
        byte[] overflow = tensor(out -> {
            out.writeInt64(1, 1L << 31);
            out.writeInt32(2, 1);
        });
        byte[] product = tensor(out -> {
            out.writeInt64(1, 1L << 30);
            out.writeInt64(1, 1L << 30);
            out.writeInt64(1, 0);
        });
        byte[] external = tensor(out -> {
            out.writeString(8, "w");
            out.writeByteArray(13, message(entry -> {
                entry.writeString(1, "location");
                entry.writeString(2, "../../etc/passwd");
            }));
            out.writeInt32(14, 1);
        });
        byte[] cycle = message(graph -> {
            graph.writeByteArray(1, node("Add", "a", "b"));
            graph.writeByteArray(1, node("Add", "b", "a"));
        });
        byte[] longName = message(graph -> graph.writeByteArray(1, node("x".repeat(5_000), "", "a")));
        byte[] lying = {58, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 10};
        return Stream.of(
                Arguments.of("empty", new byte[0], "with a graph, found none"),
                Arguments.of(
                        "text", "not a model".getBytes(StandardCharsets.US_ASCII), "found broken protocol buffers"),
                Arguments.of("a length past the end", lying, "found broken protocol buffers"),
                Arguments.of("an extent over 2^31", model(overflow), "extents below 2^31"),
                Arguments.of("a product over 2^31", model(product), "fewer than 2^31 elements"),
                Arguments.of("weights kept elsewhere", model(external), "tensor 'w' kept elsewhere"),
                Arguments.of("no outputs", model(huge), "an output that the LayerNorm of the last layer makes"),
                Arguments.of("a cycle", graph(cycle), "required inputs made before it at node Add"),
                Arguments.of("a long name", graph(longName), "names of at most 4096 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileModels")
    void hostileModelsAreRefused(String name, byte[] model, String message) throws IOException {
        refused(model, message);
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("none.onnx");
        assertThatThrownBy(() -> OnnxBertImporter.read(missing))
                .isInstanceOf(InputException.class)
                .hasMessage(missing + ": required an ONNX model, found no such file; check the path");
    }

    private void refused(byte[] model, String message) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), model);
        assertThatThrownBy(() -> OnnxBertImporter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": required ")
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(OnnxBertImporterTest.class.getResource(name).toURI());
    }

    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] tensor(Fields fields) throws IOException {
        return message(fields);
    }

    private static byte[] node(String operator, String input, String output) throws IOException {
        return message(out -> {
            out.writeString(1, input);
            out.writeString(2, output);
            out.writeBytes(4, ByteString.copyFromUtf8(operator));
        });
    }

    private static byte[] graph(byte[] graph) throws IOException {
        return message(model -> model.writeByteArray(7, graph));
    }

    private static byte[] model(byte[] initializer) throws IOException {
        return graph(message(graph -> graph.writeByteArray(5, initializer)));
    }
}
