package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.corpus.Windows;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.transformer.Inference;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.train.Metric;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pre-training of a masked language model on raw text (Devlin et al., "BERT", 2019, section 3.1). Masks are drawn for
 * every step; those of the validation windows are drawn once.
 *
 * <p>Not thread-safe: a run belongs to one thread.
 */
public final class MaskedLanguageTask implements TrainingTask {
    /** Tokens of a piece of the validation windows: one worker's share at a time. */
    private static final int PIECE = 2048;
    /** Validation stops here: its figures are then known to three digits, in a few seconds. */
    private static final long VALIDATION_TOKENS = 200_000;

    private final MaskedLanguageModel language;
    private final Windows train;
    private final Masking masking;
    private final BatchSampler sampler;
    private final List<TrainingBatch> validation;
    private final Inference inference;

    /**
     * @param language whose weights are trained
     * @param train what it learns from
     * @param validation what chooses the best model; of many windows, an even selection is used
     * @param masking what is hidden
     * @param config how batches are cut, and what chooses the best model
     * @throws InputException if that is a figure of classifiers
     */
    public MaskedLanguageTask(
            MaskedLanguageModel language, Windows train, Windows validation, Masking masking, TrainingConfig config) {
        if (config.selection().metric() == Metric.MACRO_F1) {
            throw new InputException(
                    "pre-training chooses its best model by loss or accuracy, found macro_f1; choose one"
                            + " of these with --metric");
        }
        this.language = language;
        this.train = train;
        this.masking = masking;
        this.sampler = new BatchSampler(train.lengths(), config.batching(), config.seed());
        this.validation = validationBatches(validation.thinned(VALIDATION_TOKENS));
        this.inference = new Inference(language.model(), language.pool());
    }

    private List<TrainingBatch> validationBatches(Windows windows) {
        int[] lengths = windows.lengths();
        List<TrainingBatch> batches = new ArrayList<>();
        int from = 0;
        int tokens = 0;
        for (int i = 0; i < lengths.length; i++) {
            tokens += lengths[i];
            if (tokens >= PIECE || i == lengths.length - 1) {
                int[] piece = IntStream.rangeClosed(from, i).toArray();
                batches.add(masking.validationBatch(windows.select(piece), batches.size()));
                from = i + 1;
                tokens = 0;
            }
        }
        return batches;
    }

    @Override
    public TransformerModel model() {
        return language.model();
    }

    @Override
    public WorkerPool pool() {
        return language.pool();
    }

    @Override
    public List<int[]> epoch(int epoch) {
        return sampler.epoch(epoch);
    }

    @Override
    public TrainingBatch batch(int step, int[] texts) {
        return masking.batch(train.select(texts), step);
    }

    /** Returns loss, accuracy and perplexity at the masked tokens of the validation windows. */
    @Override
    public Validation validate(int step) {
        CrossEntropy.Result result =
                inference.loss(validation.size(), i -> validation.get(i).pass(), i -> validation
                        .get(i)
                        .targets());
        int rows = validation.stream().mapToInt(TrainingBatch::outputs).sum();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Validation.LOSS, result.loss() / rows);
        figures.put(Validation.ACCURACY, (double) result.correct() / rows);
        figures.put(Validation.PERPLEXITY, Math.exp(result.loss() / rows));
        return new Validation(step, figures);
    }

    @Override
    public void save(Path directory, Map<String, ?> provenance) {
        language.replace(directory, provenance);
    }
}
