package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.train.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masked-language-model pre-training: trains an encoder on raw text, to be fine-tuned later (Devlin et al., "BERT", 2019).
 *
 * <pre>{@code
 * Pretraining.of(Path.of("corpus.txt")).layers(4).epochs(2).train(Path.of("runs/encoder"));
 * Finetuning.of(dataset).from("runs/encoder").train(Path.of("runs/film"));
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Pretraining extends EncoderRecipe<Pretraining> {
    private final PretrainingCorpus corpus;
    private @Nullable Boolean tied;

    private Pretraining(List<Path> corpus) {
        this.corpus = new PretrainingCorpus(corpus);
    }

    /**
     * Pre-training on raw text.
     *
     * @param corpus text files, one document a line, or folders of {@code .txt} files
     */
    public static Pretraining of(List<Path> corpus) {
        return new Pretraining(corpus);
    }

    /** Pre-training on raw text; see {@link #of(List)}. */
    public static Pretraining of(Path... corpus) {
        return of(List.of(corpus));
    }

    @Override
    Pretraining self() {
        return this;
    }

    /** Sets the text that chooses the best model (default: a share of the documents). */
    public Pretraining validation(Path text) {
        corpus.validation = text;
        return this;
    }

    /** Sets the share of the documents that are held out without {@link #validation} (default: 0.2). */
    public Pretraining validationShare(double share) {
        corpus.validationShare = share;
        return this;
    }

    /** Sets how documents are cut (default: into sentences). */
    public Pretraining cut(Cutting cutting) {
        corpus.cut = cutting;
        return this;
    }

    /** Sets the share of the tokens that are hidden (default: 0.2). */
    public Pretraining maskRate(double rate) {
        corpus.maskRate = rate;
        return this;
    }

    /** Sets what stands in the place of a hidden token (default: the mask token). */
    public Pretraining masking(MaskReplacement replacement) {
        corpus.masking = replacement;
        return this;
    }

    /** Sets whether all tokens of a word are hidden together (default: no). */
    public Pretraining wholeWords(boolean wholeWords) {
        corpus.wholeWords = wholeWords;
        return this;
    }

    /** Sets whether a new head predicts with the token embeddings (default: yes). */
    public Pretraining tied(boolean tied) {
        this.tied = tied;
        return this;
    }

    /**
     * Trains to the end or until the listener stops it. {@link Run#validation} has loss, accuracy and perplexity of the best
     * model.
     *
     * @param out the directory of the run; new, empty, or one to be resumed
     * @throws InputException if an option, the corpus or the directory is not as required
     * @throws java.io.UncheckedIOException if something cannot be saved
     */
    public Run train(Path out) {
        Initialization init = from == null
                ? null
                : Initialization.of(from, false, Initialization.Taken.WEIGHTS, environment, listener);
        if (init != null && tied != null) {
            throw new InputException("--init " + from + " decides whether the head is tied; leave --tied out");
        }
        TrainingConfig config = init == null
                ? hyperparameters.config(TrainingConfig::pretraining, TrainingConfig::tutorialPretraining)
                : init.pretrainingRecipe(hyperparameters, listener);
        boolean tieNew = tied == null ? !hyperparameters.tutorial() : tied;
        return new LanguageModelTraining(this, start(out), corpus, config, tieNew, init).train();
    }
}
