package dev.valence.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowBertImporterTest {
    private static final int VOCABULARY = 11;
    private static final int WIDTH = 6;
    private static final int FEED_FORWARD = 7;
    private static final int POSITIONS = 5;

    @TempDir
    private Path folder;

    private int next;

    /** Different numbers for each variable, counting on. */
    private float[] count(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = next++;
        }
        return values;
    }

    private void put(BundleWriter bundle, String name, int... shape) throws IOException {
        bundle.put(name, count(Arrays.stream(shape).reduce(1, (a, b) -> a * b)), shape);
    }

    private void putNorm(BundleWriter bundle, String name) throws IOException {
        put(bundle, name + "/gamma", WIDTH);
        put(bundle, name + "/beta", WIDTH);
    }

    private void putLinear(BundleWriter bundle, String name, int in, int out) throws IOException {
        put(bundle, name + "/kernel", in, out);
        put(bundle, name + "/bias", out);
    }

    private BundleWriter bert(String scope, boolean head) throws IOException {
        BundleWriter bundle = new BundleWriter();
        put(bundle, scope + "bert/embeddings/word_embeddings", VOCABULARY, WIDTH);
        put(bundle, scope + "bert/embeddings/position_embeddings", POSITIONS, WIDTH);
        put(bundle, scope + "bert/embeddings/token_type_embeddings", 2, WIDTH);
        putNorm(bundle, scope + "bert/embeddings/LayerNorm");
        String layer = scope + "bert/encoder/layer_0";
        for (String projection : new String[] {"query", "key", "value"}) {
            putLinear(bundle, layer + "/attention/self/" + projection, WIDTH, WIDTH);
        }
        putLinear(bundle, layer + "/attention/output/dense", WIDTH, WIDTH);
        putNorm(bundle, layer + "/attention/output/LayerNorm");
        putLinear(bundle, layer + "/intermediate/dense", WIDTH, FEED_FORWARD);
        putLinear(bundle, layer + "/output/dense", FEED_FORWARD, WIDTH);
        putNorm(bundle, layer + "/output/LayerNorm");
        putLinear(bundle, scope + "bert/pooler/dense", WIDTH, WIDTH);
        if (head) {
            put(bundle, scope + "cls/predictions/output_bias", VOCABULARY);
            putLinear(bundle, scope + "cls/predictions/transform/dense", WIDTH, WIDTH);
            putNorm(bundle, scope + "cls/predictions/transform/LayerNorm");
        }
        return bundle;
    }

    @Test
    void onePlaceUnderManyNamesIsRefused() throws IOException {
        BundleWriter bundle = bert("", false);
        for (String variable : new String[] {"kernel", "bias"}) {
            bundle.putAgain(
                    "bert/encoder/layer_1/output/dense/" + variable, "bert/encoder/layer_0/output/dense/" + variable);
        }
        Path index = bundle.write(named("shared"));
        assertThatThrownBy(() -> TensorFlowBertImporter.read(index))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a place of its own for 'bert/encoder/layer_1/output/dense/kernel'");
    }

    private Path named(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void variablesGetTheNamesAndShapesOfHuggingFace() throws IOException {
        Path index = bert("module/", true).write(named("L-1_H-6_A-3"));
        ImportedModel model = TensorFlowBertImporter.read(index);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        model.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
        assertThat(tensors).hasSize(5 + 16 + 2 + 5);
        assertThat(tensors.get("bert.embeddings.word_embeddings.weight").values())
                .startsWith(0, 1, 2)
                .hasSize(VOCABULARY * WIDTH);
        // The kernel of the feed-forward layer is [6, 7] and counts on, its weight is [7, 6]: a column comes first.
        NamedTensor weight = tensors.get("bert.encoder.layer.0.intermediate.dense.weight");
        float first = weight.values()[0];
        assertThat(weight.shape()).containsExactly(FEED_FORWARD, WIDTH);
        assertThat(weight.values())
                .startsWith(first, first + 7, first + 14, first + 21, first + 28, first + 35, first + 1);
        assertThat(tensors.get("bert.encoder.layer.0.intermediate.dense.bias").values()[0])
                .isEqualTo(first + 42);
        assertThat(tensors.get("cls.predictions.transform.LayerNorm.weight").shape())
                .containsExactly(WIDTH);
        assertThat(tensors.get("cls.predictions.bias").shape()).containsExactly(VOCABULARY);
        assertThat(model.config().printLine())
                .startsWith(
                        "{\"architectures\":[\"BertForMaskedLM\"],\"model_type\":\"bert\",\"vocab_size\":11,"
                                + "\"hidden_size\":6,\"num_hidden_layers\":1,\"num_attention_heads\":3,\"intermediate_size\":7,")
                .contains("\"max_position_embeddings\":5,\"type_vocab_size\":2,");
    }

    @Test
    void withoutAHeadItIsABertModelAndTheOptimizerIsLeftOut() throws IOException {
        BundleWriter bundle = bert("", false);
        put(bundle, "bert/pooler/dense/kernel/adam_m", WIDTH, WIDTH);
        put(bundle, "global_step");
        put(bundle, "cls/seq_relationship/output_weights", 2, WIDTH);
        Path place = named("small");
        Files.writeString(place.resolve("bert_config.json"), "{\"hidden_act\": \"gelu\", \"num_attention_heads\": 2}");
        ImportedModel model = TensorFlowBertImporter.read(bundle.write(place));
        assertThat(model.tensors().stream().map(NamedTensor::name).collect(Collectors.toSet()))
                .contains("embeddings.LayerNorm.bias", "pooler.dense.weight")
                .hasSize(5 + 16 + 2);
        assertThat(model.config().integer("num_attention_heads", 1, 99)).isEqualTo(2);
        assertThat(model.config().strings("architectures")).containsExactly("BertModel");
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        refused(bert("", false).write(named("small")), "a number of heads that divides 6, found 0");
        BundleWriter other = bert("", false);
        put(other, "bert/encoder/layer_0/adapter/kernel", 3);
        refused(other.write(named("A-2")), "variables of BERT only, found 'bert/encoder/layer_0/adapter/kernel'");
        BundleWriter shape = bert("", false);
        put(shape, "bert/pooler/dense/bias", WIDTH + 1);
        refused(shape.write(named("A-2")), "[6] for 'bert/pooler/dense/bias', found [7]");
        BundleWriter empty = new BundleWriter();
        put(empty, "w", 3);
        refused(empty.write(named("A-2")), "a variable bert/embeddings/word_embeddings, found none");
        BundleWriter far = bert("", false);
        far.putEntry("bert/pooler/dense/bias", BundleWriter.message(out -> {
            out.writeEnum(1, 1);
            out.writeByteArray(
                    2,
                    BundleWriter.message(dimensions ->
                            dimensions.writeByteArray(2, BundleWriter.message(extent -> extent.writeInt64(1, WIDTH)))));
            out.writeInt64(4, Long.MAX_VALUE);
            out.writeInt64(5, 4 * WIDTH);
        }));
        refused(far.write(named("A-2")), "found its end");
    }

    @Test
    void changedNumbersAreNoticed() throws IOException {
        Path index = bert("", false).write(named("A-2"));
        Path data = index.resolveSibling("model.ckpt.data-00000-of-00001");
        byte[] bytes = Files.readAllBytes(data);
        bytes[5] ^= 1;
        Files.write(data, bytes);
        refused(index, "the checksum of 'bert/embeddings/word_embeddings'");
    }

    /** The index is covered by checksums: any changed byte of it is refused, and so is any part of it. */
    @Test
    void damagedIndexesAreRefused() throws IOException {
        Path index = bert("", false).write(named("A-2"));
        byte[] whole = Files.readAllBytes(index);
        Random random = new Random(21);
        for (int trial = 0; trial < 300; trial++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length - 48)] ^= (byte) (1 + random.nextInt(255));
            Files.write(index, trial % 2 == 0 ? damaged : Arrays.copyOf(whole, random.nextInt(whole.length)));
            refused(index, "required the index of a TensorFlow checkpoint");
        }
    }

    private static void refused(Path index, String message) {
        assertThatThrownBy(() -> TensorFlowBertImporter.read(index))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }
}
