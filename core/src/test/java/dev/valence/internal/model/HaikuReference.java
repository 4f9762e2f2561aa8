package dev.valence.internal.model;

import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.PositionKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of the tutorial's model at a tiny size, made with JAX, Haiku and Optax: inputs, parameters, logits, gradients and
 * ten training steps. See core/src/test/resources/reference/haiku/README.md.
 */
public final class HaikuReference {
    private static final Path FOLDER = Path.of("../core/src/test/resources/reference/haiku");

    private final Map<String, ?> json =
            ConfigJson.read(FOLDER.resolve("golden.json")).values();

    /** The tiny encoder's shape: no positions, dropout off. */
    public EncoderConfig config() {
        Map<?, ?> c = (Map<?, ?>) json.get("config");
        return EncoderConfig.valence(
                number(c.get("vocab")).intValue(),
                number(c.get("layers")).intValue(),
                number(c.get("heads")).intValue(),
                number(c.get("d_model")).intValue(),
                number(c.get("d_ff")).intValue(),
                number(c.get("max_len")).intValue(),
                PositionKind.NONE,
                0f,
                number(c.get("layer_norm_eps")).floatValue());
    }

    /** The classifier's texts without their padding. */
    public TokenBatch texts() {
        return unpadded("input_ids");
    }

    /** The masked language model's texts without their padding. */
    public TokenBatch maskedTexts() {
        return unpadded("mlm_input_ids");
    }

    /** What its head should say at each token of {@link #maskedTexts}, or a negative number where nothing is hidden. */
    public int[] maskedTargets() {
        double[][] labels = matrix(json.get("mlm_labels"));
        TokenBatch texts = maskedTexts();
        int[] targets = new int[texts.tokens()];
        for (int b = 0; b < texts.texts(); b++) {
            for (int s = 0; s < texts.length(b); s++) {
                targets[texts.start(b) + s] = (int) labels[b][s];
            }
        }
        return targets;
    }

    /** Logits of the masked language model at each token of {@link #maskedTexts}, [T, V]. */
    public double[] maskedLogits() {
        List<?> logits = (List<?>) json.get("mlm_logits");
        TokenBatch texts = maskedTexts();
        List<Double> rows = new ArrayList<>();
        for (int b = 0; b < texts.texts(); b++) {
            flatten(((List<?>) logits.get(b)).subList(0, texts.length(b)), rows);
        }
        return rows.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The masked language model's parameters, by the names this project gives them. */
    public Map<String, double[]> maskedParameters() {
        return tensors(ConfigJson.read(FOLDER.resolve("mlm_params.json")).values());
    }

    private TokenBatch unpadded(String key) {
        double[][] ids = matrix(json.get(key));
        double[][] mask = matrix(json.get("attention_mask"));
        List<int[]> texts = new ArrayList<>();
        for (int b = 0; b < ids.length; b++) {
            int length = 0;
            while (length < mask[b].length && mask[b][length] == 1) {
                length++;
            }
            int[] text = new int[length];
            for (int s = 0; s < length; s++) {
                text[s] = (int) ids[b][s];
            }
            texts.add(text);
        }
        return TokenBatch.of(texts.toArray(int[][]::new));
    }

    /** Classes of the texts. */
    public int[] labels() {
        double[] labels = flat(json.get("labels"));
        int[] whole = new int[labels.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (int) labels[i];
        }
        return whole;
    }

    /** A list of numbers at a path of keys. */
    public double[] numbers(String... path) {
        return flat(at(path));
    }

    /** Haiku parameters or gradients at a path of keys, by the names this project gives them. */
    public Map<String, double[]> tensors(String... path) {
        return tensors((Map<?, ?>) at(path));
    }

    private static Map<String, double[]> tensors(Map<?, ?> modules) {
        Map<String, double[]> tensors = new LinkedHashMap<>();
        modules.forEach((module, members) -> ((Map<?, ?>) members)
                .forEach((member, values) -> tensors.put(name((String) module, (String) member), flat(values))));
        return tensors;
    }

    private Object at(String... path) {
        Object value = json;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private static String name(String module, String member) {
        String kind =
                switch (member) {
                    case "w" -> "kernel";
                    case "b", "offset" -> "bias";
                    default -> member;
                };
        return switch (module) {
            case "embeddings/~/embed" -> "embeddings.token";
            case "linear", "dec_lin_1" -> "head.transform." + kind;
            case "layer_norm", "dec_norm" -> "head.norm." + kind;
            case "linear_1", "dec_lin_2" -> "head.output." + kind;
            default -> layerName(module) + "." + kind;
        };
    }

    private static String layerName(String module) {
        String[] parts = module.split("/~/", -1);
        String index = parts[1].equals("encoder_block") ? "0" : parts[1].substring("encoder_block_".length());
        String inner = parts.length == 3 ? parts[2] : parts[2] + "/" + parts[3];
        String own =
                switch (inner) {
                    case "multihead_attention/linear" -> "attention.query";
                    case "multihead_attention/linear_1" -> "attention.key";
                    case "multihead_attention/linear_2" -> "attention.value";
                    case "multihead_attention/linear_3" -> "attention.output";
                    case "layer_norm" -> "attention_norm";
                    case "layer_norm_1" -> "feed_forward_norm";
                    case "positionwise_feed_forward/linear" -> "feed_forward.inner";
                    case "positionwise_feed_forward/linear_1" -> "feed_forward.outer";
                    default -> throw new IllegalArgumentException("unknown Haiku module " + module);
                };
        return "encoder.layers." + index + "." + own;
    }

    private static Number number(Object value) {
        return (Number) value;
    }

    private static double[][] matrix(Object value) {
        return ((List<?>) value).stream().map(HaikuReference::flat).toArray(double[][]::new);
    }

    private static double[] flat(Object value) {
        List<Double> numbers = new ArrayList<>();
        flatten(value, numbers);
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void flatten(Object value, List<Double> into) {
        if (value instanceof List<?> list) {
            list.forEach(element -> flatten(element, into));
        } else {
            into.add(number(value).doubleValue());
        }
    }

    /** Copies tensors into a model's parameters; every parameter must be given. */
    public static void load(Parameters parameters, Map<String, double[]> tensors) {
        parameters.tensors().forEach(tensor -> {
            double[] values = tensors.get(tensor.name());
            if (values == null || values.length != tensor.size()) {
                throw new IllegalArgumentException("the reference does not hold " + tensor);
            }
            for (int i = 0; i < values.length; i++) {
                tensor.values()[tensor.offset() + i] = (float) values[i];
            }
        });
    }
}
