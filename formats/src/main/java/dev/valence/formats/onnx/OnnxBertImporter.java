package dev.valence.formats.onnx;

import dev.valence.InputException;
import dev.valence.formats.BertShape;
import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a BERT encoder (Devlin et al. 2019) from an ONNX graph as PyTorch or Optimum export it. Exporters fold the
 * transposes of linear layers into constants without names, so each weight is identified by its use in the graph: from
 * the last LayerNorm back, layer by layer, to the embeddings. What the graph computes beyond the encoder is left out,
 * but for a pooler; what does not fit is refused with the node's name.
 */
public final class OnnxBertImporter {
    private static final int MOST_ACTIVATION_VALUES = 64;

    /** A layer in the order of the graph, from its two LayerNorms down. */
    private record Layer(
            OnnxSelfAttention attention,
            OnnxLinear attentionOutput,
            Normalization attentionNorm,
            OnnxLinear intermediate,
            OnnxLinear output,
            Normalization outputNorm,
            String activation) {}

    private final OnnxGraph graph;
    private final List<NamedTensor> tensors = new ArrayList<>();

    private final long fileBytes;
    private long elements; // of the tensors so far

    private OnnxBertImporter(OnnxGraph graph, long fileBytes) {
        this.graph = graph;
        this.fileBytes = fileBytes;
    }

    /**
     * Reads the encoder.
     *
     * @param file an ONNX model with all of its weights inside, fp32, fp16 or bf16
     * @return tensors by the names of Hugging Face's BertModel
     * @throws InputException if the file cannot be read or the graph is no BERT encoder
     */
    public static ImportedModel read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new OnnxBertImporter(OnnxReader.read(file, channel), channel.size()).read();
        } catch (IOException e) {
            throw UnreadableFile.because(file, "an ONNX model", e);
        }
    }

    private ImportedModel read() {
        String hidden = lastHiddenState();
        Deque<Layer> layers = new ArrayDeque<>();
        String below = hidden;
        for (Layer layer = layer(below); layer != null; layer = layer(below)) {
            layers.addFirst(layer);
            below = layer.attention().query().input();
        }
        if (layers.isEmpty()) {
            throw graph.unsupported(hidden, "a feed-forward layer below the last LayerNorm");
        }
        Normalization norm = Normalization.require(graph, below, "the embeddings");
        EmbeddingTables tables = EmbeddingTables.require(graph, norm.input());
        add("embeddings.word_embeddings.weight", tables.words());
        add("embeddings.position_embeddings.weight", tables.positions());
        add("embeddings.token_type_embeddings.weight", tables.tokenTypes());
        addNorm("embeddings.LayerNorm", norm);
        int number = 0;
        for (Layer layer : layers) {
            addLayer("encoder.layer." + number++ + ".", layer);
        }
        OnnxLinear pooler = pooler(hidden);
        if (pooler != null) {
            addLinear("pooler.dense", pooler);
        }
        return new ImportedModel(shape(tables, norm, layers).toConfig("BertModel"), tensors);
    }

    private BertShape shape(EmbeddingTables tables, Normalization norm, Deque<Layer> layers) {
        Layer first = layers.getFirst();
        for (Layer layer : layers) {
            boolean alike = layer.attention().heads() == first.attention().heads()
                    && layer.activation().equals(first.activation())
                    && layer.attentionNorm().epsilon() == norm.epsilon()
                    && layer.outputNorm().epsilon() == norm.epsilon()
                    && layer.intermediate().out() == first.intermediate().out();
            if (!alike) {
                throw graph.unsupported(
                        layer.outputNorm().input(), "heads, widths, activation and epsilon of every layer alike");
            }
        }
        return new BertShape(
                tables.words().extent(0),
                tables.words().extent(1),
                layers.size(),
                first.attention().heads(),
                first.intermediate().out(),
                tables.positions().extent(0),
                tables.tokenTypes().extent(0),
                norm.epsilon(),
                first.activation());
    }

    /** The first output that a LayerNorm makes. */
    private String lastHiddenState() {
        for (String output : graph.outputs()) {
            if (Normalization.find(graph, output) != null) {
                return output;
            }
        }
        String first = graph.outputs().isEmpty() ? "" : graph.outputs().get(0);
        throw graph.unsupported(first, "an output that the LayerNorm of the last layer makes");
    }

    /** The layer that makes a value; null if the embeddings do. */
    private @Nullable Layer layer(String value) {
        Normalization outputNorm = Normalization.require(graph, value, "the output of a layer");
        OnnxNode sum = graph.require(outputNorm.input(), "Add", "a residual");
        int branch = OnnxLinear.find(graph, sum.input(0)) != null ? 0 : 1;
        OnnxLinear output = OnnxLinear.find(graph, sum.input(branch));
        if (output == null) {
            return null;
        }
        String middle = sum.input(1 - branch);
        Normalization attentionNorm = Normalization.require(graph, middle, "the output of attention");
        String preActivation = preActivation(output.input());
        OnnxLinear intermediate = OnnxLinear.require(graph, preActivation, "the feed-forward layer");
        requireSame(intermediate, middle, "a feed-forward layer over the value it is added to");
        String activation = ScalarFunction.activation(graph, preActivation, output.input());

        OnnxNode attentionSum = graph.require(attentionNorm.input(), "Add", "a residual");
        int attentionBranch = OnnxLinear.find(graph, attentionSum.input(0)) != null ? 0 : 1;
        OnnxLinear attentionOutput =
                OnnxLinear.require(graph, attentionSum.input(attentionBranch), "the output layer of attention");
        OnnxSelfAttention attention = OnnxSelfAttention.require(graph, attentionOutput.input());
        String input = attentionSum.input(1 - attentionBranch);
        for (OnnxLinear projection : List.of(attention.query(), attention.key(), attention.value())) {
            requireSame(projection, input, "attention over the value it is added to");
        }
        return new Layer(attention, attentionOutput, attentionNorm, intermediate, output, outputNorm, activation);
    }

    private void requireSame(OnnxLinear linear, String input, String what) {
        if (!graph.origin(linear.input()).equals(graph.origin(input))) {
            throw graph.unsupported(linear.input(), what);
        }
    }

    /** The value that the activation takes: the only output of a linear layer that the given one is a function of. */
    private String preActivation(String value) {
        Deque<String> left = new ArrayDeque<>(List.of(value));
        Set<String> seen = new HashSet<>();
        Set<String> found = new HashSet<>();
        while (!left.isEmpty()) {
            String name = graph.origin(left.remove());
            OnnxNode node = graph.producer(name);
            if (!seen.add(name) || node == null) {
                continue;
            }
            if (OnnxLinear.find(graph, name) != null) {
                found.add(name);
            } else if (seen.size() < MOST_ACTIVATION_VALUES) {
                left.addAll(node.inputs());
            }
        }
        if (found.size() != 1) {
            throw graph.unsupported(value, "an activation of one linear layer");
        }
        return found.iterator().next();
    }

    /** The dense layer and tanh over the first token, where the graph has them. */
    private @Nullable OnnxLinear pooler(String hidden) {
        for (OnnxNode node : graph.consumers(hidden)) {
            boolean firstToken = node.is("Gather")
                    && node.integer("axis", 0) == 1
                    && graph.scalar(node.input(1)).orElse(-1) == 0;
            for (OnnxNode next : firstToken ? graph.consumers(node.outputs().get(0)) : List.<OnnxNode>of()) {
                OnnxLinear linear = OnnxLinear.find(graph, next.outputs().get(0));
                if (linear != null && activates(next.outputs().get(0), "Tanh")) {
                    return linear;
                }
            }
        }
        return null;
    }

    private boolean activates(String value, String operator) {
        return graph.consumers(value).stream().anyMatch(node -> node.is(operator));
    }

    private void addLayer(String prefix, Layer layer) {
        addLinear(prefix + "attention.self.query", layer.attention().query());
        addLinear(prefix + "attention.self.key", layer.attention().key());
        addLinear(prefix + "attention.self.value", layer.attention().value());
        addLinear(prefix + "attention.output.dense", layer.attentionOutput());
        addNorm(prefix + "attention.output.LayerNorm", layer.attentionNorm());
        addLinear(prefix + "intermediate.dense", layer.intermediate());
        addLinear(prefix + "output.dense", layer.output());
        addNorm(prefix + "output.LayerNorm", layer.outputNorm());
    }

    /**
     * Exporters may write equal biases once; but a small file whose layers are all of one weight must not become a large
     * model, so there is at most one element for each byte of the file.
     */
    private void count(String value, long more) {
        elements += more;
        if (elements > fileBytes) {
            throw graph.unsupported(value, "weights of its own for each layer");
        }
    }

    private void addLinear(String name, OnnxLinear linear) {
        count(linear.input(), (long) linear.in() * linear.out());
        tensors.add(new NamedTensor(name + ".weight", linear.outFirstWeight(), 0, linear.out(), linear.in()));
        add(name + ".bias", linear.bias());
    }

    private void addNorm(String name, Normalization norm) {
        add(name + ".weight", norm.weight());
        add(name + ".bias", norm.bias());
    }

    private void add(String name, OnnxTensor tensor) {
        count(tensor.name(), tensor.size());
        int[] shape = tensor.extents().stream().mapToInt(Integer::intValue).toArray();
        tensors.add(new NamedTensor(name, tensor.floats(), 0, shape));
    }
}
