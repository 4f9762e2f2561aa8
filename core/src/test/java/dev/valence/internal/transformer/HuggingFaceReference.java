package dev.valence.internal.transformer;

import static dev.valence.internal.compute.Numbers.floats;

import dev.valence.ReferenceJson;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.DropoutRates;
import dev.valence.internal.model.HeadConfig;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.model.Targets;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.train.TrainingBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of Hugging Face's tiny models: inputs, logits, gradients and ten training steps. See
 * src/test/resources/reference/hf/README.md.
 */
public final class HuggingFaceReference {
    /** The models that learn one class a row. */
    public static final List<String> NAMES =
            List.of("bert", "distilbert", "roberta", "bert_mlm", "distilbert_mlm", "roberta_mlm");

    /** The models that learn something else of a text. */
    public static final List<String> OTHER_PROBLEMS = List.of("bert_multi_label", "bert_regression");

    private static final Path FOLDER = Path.of("../core/src/test/resources/reference/hf");
    private static final int NO_LABEL = -100;

    private final Path directory;
    private final ModelConfig config;
    private final ReferenceJson golden;

    /** @param name one of {@link #NAMES} or {@link #OTHER_PROBLEMS} */
    public HuggingFaceReference(String name) {
        this(name, "golden.json");
    }

    /**
     * Logits, and of RoBERTa gradients, of texts with the token for padding inside.
     *
     * @param name one of {@link #NAMES}
     */
    public static HuggingFaceReference paddingInside(String name) {
        return new HuggingFaceReference(name, "padding_inside.json");
    }

    private HuggingFaceReference(String name, String results) {
        this.directory = FOLDER.resolve(name);
        this.config = ModelConfig.read(directory);
        try {
            this.golden = ReferenceJson.read(directory.resolve(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model with its weights, without dropout. */
    public TransformerModel model(Backend backend) {
        HeadConfig head = config.head();
        int classes = config.task() instanceof Task.Classification task
                ? task.labels().size()
                : config.encoder().vocabularySize();
        TransformerModel model = TransformerModel.of(
                config.encoder().withDropouts(DropoutRates.NONE),
                new HeadConfig(head.activation(), head.norm(), 0f, 0f, head.tied()),
                classes,
                backend);
        ModelDirectory.readWeights(directory, config.weights(), model.parameters());
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
        return model;
    }

    /** The texts without their padding. */
    public TokenBatch texts() {
        List<ReferenceJson> ids = golden.get("input_ids").list();
        return TokenBatch.of(ids.stream()
                .map(text -> Arrays.copyOf(text.integers(), length(ids.indexOf(text))))
                .toArray(int[][]::new));
    }

    private int length(int text) {
        return Arrays.stream(golden.get("attention_mask").list().get(text).integers())
                .sum();
    }

    /** What is learned at each row that the head reads. */
    public Targets targets() {
        if (config.task() instanceof Task.Classification task && task.problem() != ProblemType.SINGLE_LABEL) {
            float[] numbers = floats(golden.get("labels").flatNumbers());
            int classes = task.labels().size();
            return task.problem() == ProblemType.MULTI_LABEL
                    ? new Targets.EachClass(numbers, classes)
                    : new Targets.Numbers(numbers, classes);
        }
        return batch().targets();
    }

    /** What the head reads to learn it. */
    public Pass pass() {
        if (config.task() instanceof Task.Classification) {
            return Pass.firstTokens(texts());
        }
        TrainingBatch batch = batch();
        return Pass.rows(batch.tokens(), batch.rows(), batch.offsets());
    }

    /** What is learned, where that is one class a row: the texts' classes, or the hidden tokens. */
    public TrainingBatch batch() {
        TokenBatch texts = texts();
        if (config.task() instanceof Task.Classification) {
            return TrainingBatch.firstTokens(texts, golden.get("labels").integers());
        }
        List<Integer> rows = new ArrayList<>();
        List<Integer> targets = new ArrayList<>();
        int[] offsets = new int[texts.texts() + 1];
        for (int b = 0; b < texts.texts(); b++) {
            int[] labels = golden.get("labels").list().get(b).integers();
            for (int s = 0; s < texts.length(b); s++) {
                if (labels[s] != NO_LABEL) {
                    rows.add(texts.start(b) + s);
                    targets.add(labels[s]);
                }
            }
            offsets[b + 1] = rows.size();
        }
        return new TrainingBatch(texts, whole(rows), offsets, new Targets.OneClass(whole(targets)));
    }

    private static int[] whole(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Logits of every text, or of every token of the texts. */
    public double[] logits() {
        List<ReferenceJson> logits = golden.get("logits").list();
        if (config.task() instanceof Task.Classification) {
            return logits.stream()
                    .flatMapToDouble(row -> Arrays.stream(row.numbers()))
                    .toArray();
        }
        List<ReferenceJson> rows = new ArrayList<>();
        for (int b = 0; b < logits.size(); b++) {
            rows.addAll(logits.get(b).list().subList(0, length(b)));
        }
        return rows.stream()
                .flatMapToDouble(row -> Arrays.stream(row.numbers()))
                .toArray();
    }

    /** The directory of the model. */
    public Path directory() {
        return directory;
    }

    /** Learning rates, losses or gradient norms of the ten steps. */
    public double[] training(String key) {
        return golden.get("train").get(key).numbers();
    }

    /** Gradients before the first step or tensors after the last, by the names in the file. */
    public Map<String, double[]> tensors(String key) {
        Map<String, double[]> tensors = new LinkedHashMap<>();
        ReferenceJson all = golden.get(key);
        all.keys().forEach(name -> tensors.put(name, all.get(name).flatNumbers()));
        return tensors;
    }

    /** An array laid out as the model's parameters, by the names and in the layouts of the file. */
    public Map<String, float[]> stored(TransformerModel model, float[] arena) {
        Map<String, float[]> stored = new LinkedHashMap<>();
        for (NamedTensor tensor : model.parameters().tensors(arena)) {
            NamedTensor view = config.weights().stored(tensor);
            stored.put(view.name(), Arrays.copyOfRange(view.values(), view.offset(), view.offset() + view.size()));
        }
        return stored;
    }
}
