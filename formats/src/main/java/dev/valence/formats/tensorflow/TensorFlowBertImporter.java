package dev.valence.formats.tensorflow;

import dev.valence.InputException;
import dev.valence.formats.BertShape;
import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An importer of BERT as Google published it (Devlin et al. 2019): the variables of a TensorFlow checkpoint or of a
 * saved model. Its masked-LM head is imported too, if present; the one for next sentences and the state of an optimizer
 * do not.
 */
public final class TensorFlowBertImporter {
    private static final String WORDS = "bert/embeddings/word_embeddings";
    private static final String HEAD = "cls/predictions/";
    private static final Pattern LEFT_OUT = Pattern.compile("cls/seq_relationship/.*|.*/adam_[mv]|(.*/)?global_step");
    private static final Pattern HEADS_IN_NAME = Pattern.compile("(?:^|[-_])A-(\\d{1,3})(?:\\D|$)");
    private static final int WIDTH_OF_A_HEAD = 64; // in every BERT that Google published
    private static final double EPSILON = 1e-12; // a constant in Google's code
    private static final String CONFIG = "bert_config.json";

    private final Path index;
    private final TensorBundle bundle;
    private final String scope;
    private final boolean head;
    private final List<NamedTensor> tensors = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    private TensorFlowBertImporter(Path index) {
        this.index = index;
        this.bundle = TensorBundle.open(index);
        String words = bundle.names().stream()
                .filter(name -> name.endsWith(WORDS))
                .findFirst()
                .orElseThrow(() -> violation("a variable " + WORDS, "none"));
        this.scope = words.substring(0, words.length() - WORDS.length());
        this.head = bundle.names().stream().anyMatch(name -> name.startsWith(scope + HEAD));
    }

    /**
     * Reads the model.
     *
     * @param index a file {@code PREFIX.index} with its data beside it; the number of heads, which weights do not tell, comes
     *     from a {@code bert_config.json} beside it, from the name of a folder like {@code L-12_H-768_A-12}, or is one for 64
     * @return tensors by the names of Hugging Face's BertForMaskedLM, or of BertModel where there is no head
     * @throws InputException if the files cannot be read or hold no BERT
     */
    public static ImportedModel read(Path index) {
        return new TensorFlowBertImporter(index).read();
    }

    private ImportedModel read() {
        BertShape shape = shape();
        String bert = head ? "bert." : "";
        int width = shape.width();
        add(bert + "embeddings.word_embeddings.weight", WORDS, shape.vocabulary(), width);
        add(
                bert + "embeddings.position_embeddings.weight",
                "bert/embeddings/position_embeddings",
                shape.positions(),
                width);
        add(
                bert + "embeddings.token_type_embeddings.weight",
                "bert/embeddings/token_type_embeddings",
                shape.tokenTypes(),
                width);
        addNorm(bert + "embeddings.LayerNorm", "bert/embeddings/LayerNorm", width);
        for (int layer = 0; layer < shape.layers(); layer++) {
            addLayer(bert + "encoder.layer." + layer, "bert/encoder/layer_" + layer, shape);
        }
        addLinear(bert + "pooler.dense", "bert/pooler/dense", width, width);
        if (head) {
            add("cls.predictions.bias", HEAD + "output_bias", shape.vocabulary());
            addLinear("cls.predictions.transform.dense", HEAD + "transform/dense", width, width);
            addNorm("cls.predictions.transform.LayerNorm", HEAD + "transform/LayerNorm", width);
        }
        for (String name : bundle.names()) {
            if (!used.contains(name) && !LEFT_OUT.matcher(name).find()) {
                throw violation("variables of BERT only", "'" + name + "'");
            }
        }
        return new ImportedModel(shape.toConfig(head ? "BertForMaskedLM" : "BertModel"), tensors);
    }

    private BertShape shape() {
        List<Integer> words = extents(WORDS, 2);
        int width = words.get(1);
        int layers = 0;
        while (bundle.names().contains(scope + "bert/encoder/layer_" + layers + "/output/dense/kernel")) {
            layers++;
        }
        return new BertShape(
                words.get(0),
                width,
                layers,
                heads(width),
                extents("bert/encoder/layer_0/intermediate/dense/kernel", 2).get(1),
                extents("bert/embeddings/position_embeddings", 2).get(0),
                extents("bert/embeddings/token_type_embeddings", 2).get(0),
                EPSILON,
                "gelu");
    }

    private List<Integer> extents(String name, int rank) {
        List<Integer> extents = bundle.shape(scope + name);
        if (extents.size() != rank) {
            throw violation(rank + " extents of '" + name + "'", extents.toString());
        }
        return extents;
    }

    private int heads(int width) {
        int heads = width / WIDTH_OF_A_HEAD;
        Path config = index.resolveSibling(CONFIG);
        if (Files.exists(config)) {
            ConfigJson json = ConfigJson.read(config);
            json.choice("hidden_act", "gelu");
            heads = json.integer("num_attention_heads", 1, width);
        } else {
            for (Path folder : index.toAbsolutePath()) {
                Matcher name = HEADS_IN_NAME.matcher(folder.toString());
                if (name.find()) {
                    heads = Integer.parseInt(name.group(1));
                }
            }
        }
        if (heads < 1 || width % heads != 0) {
            throw violation("a number of heads that divides " + width, heads + "; write it into " + CONFIG);
        }
        return heads;
    }

    private void addLayer(String name, String variable, BertShape shape) {
        int width = shape.width();
        for (String projection : List.of("query", "key", "value")) {
            addLinear(name + ".attention.self." + projection, variable + "/attention/self/" + projection, width, width);
        }
        addLinear(name + ".attention.output.dense", variable + "/attention/output/dense", width, width);
        addNorm(name + ".attention.output.LayerNorm", variable + "/attention/output/LayerNorm", width);
        addLinear(name + ".intermediate.dense", variable + "/intermediate/dense", width, shape.feedForward());
        addLinear(name + ".output.dense", variable + "/output/dense", shape.feedForward(), width);
        addNorm(name + ".output.LayerNorm", variable + "/output/LayerNorm", width);
    }

    /** Adds a linear layer, whose kernel is [in, out] in TensorFlow and [out, in] in Hugging Face's layout. */
    private void addLinear(String name, String variable, int in, int out) {
        float[] kernel = floats(variable + "/kernel", in, out);
        float[] weight = new float[kernel.length];
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                weight[o * in + i] = kernel[i * out + o];
            }
        }
        tensors.add(new NamedTensor(name + ".weight", weight, 0, out, in));
        add(name + ".bias", variable + "/bias", out);
    }

    private void addNorm(String name, String variable, int width) {
        add(name + ".weight", variable + "/gamma", width);
        add(name + ".bias", variable + "/beta", width);
    }

    private void add(String name, String variable, int... shape) {
        tensors.add(new NamedTensor(name, floats(variable, shape), 0, shape));
    }

    private float[] floats(String variable, int... shape) {
        String name = scope + variable;
        List<Integer> required = Arrays.stream(shape).boxed().toList();
        if (!bundle.shape(name).equals(required)) {
            throw violation(required + " for '" + name + "'", bundle.shape(name).toString());
        }
        used.add(name);
        return bundle.floats(name);
    }

    private InputException violation(String required, String found) {
        return new InputException(index + ": required a TensorFlow checkpoint of BERT with " + required + ", found "
                + found + "; give another checkpoint");
    }
}
