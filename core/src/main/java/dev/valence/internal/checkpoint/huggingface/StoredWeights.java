package dev.valence.internal.checkpoint.huggingface;

import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.compute.NamedTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the tensors of one kind of model are called and laid out in its files. This project's own models are stored as they
 * are; in Hugging Face's families every linear weight is [out, in], and the names are those of {@link FamilyTensors}.
 *
 * <p>Immutable.
 */
public final class StoredWeights {
    /** This project's own names and layouts; the encoder is all but the head. */
    public static final StoredWeights VALENCE = new StoredWeights("", Map.of());
    /** BERT with the head of a classifier. */
    public static final StoredWeights BERT_CLASSIFIER = classifier(FamilyTensors.BERT);
    /** BERT with the head that predicts hidden tokens. */
    public static final StoredWeights BERT_MASKED_LANGUAGE = maskedLanguage(FamilyTensors.BERT);
    /** DistilBERT with the head of a classifier. */
    public static final StoredWeights DISTILBERT_CLASSIFIER = classifier(FamilyTensors.DISTILBERT);
    /** DistilBERT with the head that predicts hidden tokens. */
    public static final StoredWeights DISTILBERT_MASKED_LANGUAGE = maskedLanguage(FamilyTensors.DISTILBERT);
    /** RoBERTa with the head of a classifier. */
    public static final StoredWeights ROBERTA_CLASSIFIER = classifier(FamilyTensors.ROBERTA);
    /** RoBERTa with the head that predicts hidden tokens. */
    public static final StoredWeights ROBERTA_MASKED_LANGUAGE = maskedLanguage(FamilyTensors.ROBERTA);

    private static final String OWN_HEAD = "head.";
    private static final String LINEAR = ".kernel";
    private static final String BIAS = ".bias";
    /** A module, in a layer or not, and a member of it. */
    private static final Pattern PARTS = Pattern.compile("(\\D+(?:\\.(\\d+)\\.\\D+)?)\\.(?:kernel|scale|bias)");
    /** Counts from 0 up that old files keep beside the weights. */
    private static final String POSITION_IDS = "position_ids";

    private final String prefix;
    private final Map<String, String> modules; // empty where names stay as they are

    private StoredWeights(String prefix, Map<String, String> modules) {
        this.prefix = prefix;
        this.modules = modules;
    }

    private static StoredWeights classifier(FamilyTensors family) {
        return new StoredWeights(family.prefix(), union(family.encoder(), family.classifier()));
    }

    private static StoredWeights maskedLanguage(FamilyTensors family) {
        return new StoredWeights(family.prefix(), union(family.encoder(), family.maskedLanguage()));
    }

    private static Map<String, String> union(Map<String, String> encoder, Map<String, String> head) {
        Map<String, String> union = new HashMap<>(encoder);
        union.putAll(head);
        return Map.copyOf(union);
    }

    /**
     * The name in the file of one of this project's tensors.
     *
     * @throws IllegalArgumentException if such models have no such tensor
     */
    public String name(String own) {
        if (modules.isEmpty()) {
            return own;
        }
        String exact = modules.get(own);
        if (exact != null) {
            return exact;
        }
        Matcher parts = PARTS.matcher(own);
        String index = parts.matches() && parts.group(2) != null ? parts.group(2) : "";
        String module = parts.matches() ? modules.get(parts.group(1).replace("." + index + ".", ".#.")) : null;
        if (module == null) {
            throw new IllegalArgumentException("files of this family have no place for '" + own + "'");
        }
        return module.replace("#", index) + (own.endsWith(BIAS) ? BIAS : ".weight");
    }

    /** Whether a tensor belongs to the encoder as such models count it, and not to the head of one task. */
    public boolean ofEncoder(String own) {
        return modules.isEmpty() ? !own.startsWith(OWN_HEAD) : name(own).startsWith(prefix);
    }

    /**
     * The name by which a file holds one of this project's tensors: encoders that were saved alone leave the prefix out,
     * and LayerNorm's weight and bias were once gamma and beta. The usual name where it holds none of these.
     */
    public String find(SafetensorsDirectory file, String own) {
        String usual = name(own);
        List<String> candidates = new ArrayList<>(List.of(usual));
        if (!prefix.isEmpty() && usual.startsWith(prefix)) {
            candidates.add(usual.substring(prefix.length()));
        }
        for (String candidate : List.copyOf(candidates)) {
            candidates.add(candidate
                    .replace("LayerNorm.weight", "LayerNorm.gamma")
                    .replace("LayerNorm.bias", "LayerNorm.beta"));
        }
        return candidates.stream().filter(file::contains).findFirst().orElse(usual);
    }

    /** The names of all tensors that hold weights. */
    public Set<String> names(SafetensorsDirectory file) {
        Set<String> names = new TreeSet<>(file.names());
        names.removeIf(name -> !modules.isEmpty() && name.endsWith(POSITION_IDS));
        return names;
    }

    /** Extents in the file of one of this project's tensors. */
    public int[] shape(NamedTensor own) {
        int[] shape = own.shape();
        return transposed(own) ? new int[] {shape[1], shape[0]} : shape;
    }

    private boolean transposed(NamedTensor own) {
        return !modules.isEmpty() && own.name().endsWith(LINEAR);
    }

    /**
     * Reads one of this project's tensors.
     *
     * @throws dev.valence.InputException if the file does not hold it, in its shape and a type of floats
     */
    public void read(SafetensorsDirectory file, NamedTensor own) {
        String name = find(file, own.name());
        if (!transposed(own)) {
            file.read(new NamedTensor(name, own.values(), own.offset(), own.shape()));
            return;
        }
        int[] shape = shape(own);
        NamedTensor stored = new NamedTensor(name, new float[own.size()], 0, shape);
        file.read(stored);
        transpose(shape[0], shape[1], stored.values(), 0, own.values(), own.offset());
    }

    /** One of this project's tensors as the file holds it: a view, or a transposed copy. */
    public NamedTensor stored(NamedTensor own) {
        String name = name(own.name());
        if (!transposed(own)) {
            return new NamedTensor(name, own.values(), own.offset(), own.shape());
        }
        float[] values = new float[own.size()];
        transpose(own.shape()[0], own.shape()[1], own.values(), own.offset(), values, 0);
        return new NamedTensor(name, values, 0, shape(own));
    }

    /** target[c, r] = source[r, c]. */
    private static void transpose(int rows, int columns, float[] source, int from, float[] target, int to) {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                target[to + c * rows + r] = source[from + r * columns + c];
            }
        }
    }
}
