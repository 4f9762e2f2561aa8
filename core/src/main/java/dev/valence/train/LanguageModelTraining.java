package dev.valence.train;

import dev.valence.internal.Version;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.train.MaskedLanguageTask;
import dev.valence.internal.train.Masking;
import dev.valence.internal.train.Provenance;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.MaskedLanguageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pre-training: tokenizer, windows, model, loop. */
final class LanguageModelTraining {
    private final Pretraining recipe;
    private final RunStart start;
    private final PretrainingCorpus corpus;
    private final TrainingConfig config;
    private final boolean tied;
    private final @Nullable Initialization init;
    private final boolean tutorial;
    private final Backend backend;
    private final int threads;

    /**
     * @param recipe shape of a new encoder, engine, environment and listener
     * @param corpus the texts, and what is hidden in them
     * @param config hyper-parameters
     * @param tied whether the head of a new model predicts with the token embeddings
     * @param init the model to go on with, or null for random weights
     */
    LanguageModelTraining(
            Pretraining recipe,
            RunStart start,
            PretrainingCorpus corpus,
            TrainingConfig config,
            boolean tied,
            @Nullable Initialization init) {
        this.recipe = recipe;
        this.start = start;
        this.corpus = corpus;
        this.config = config;
        this.tied = tied;
        this.init = init;
        tutorial = recipe.hyperparameters.tutorial();
        backend = recipe.backend();
        threads = recipe.engine.threads();
    }

    /** Trains to the end or until interrupted. */
    Run train() {
        DirectoryTraining training = new DirectoryTraining(start, recipe.listener);
        training.checkDirectory();
        corpus.check(tutorial);
        if (init != null) {
            init.check(recipe.shape, false);
        }
        recipe.shape.pretrainingConfig(1, tutorial);
        try (DirectoryLock lock = DirectoryLock.take(start.out())) {
            return train(training, lock);
        }
    }

    private Run train(DirectoryTraining training, DirectoryLock lock) {
        Path tokenizer = tokenizer();
        try (MaskedLanguageModel model = model(tokenizer)) {
            PretrainingCorpus.Parts parts =
                    corpus.open(recipe, tokenizer, model.model().config(), tutorial);
            describe(model, parts);
            Masking masking = corpus.masking(model.tokenizer(), config.seed(), tutorial);
            return training.run(
                    new MaskedLanguageTask(model, parts.train(), parts.validation(), masking, config),
                    config,
                    new RunDirectory(lock, provenance(model, parts), start.safeguards()),
                    "tokens");
        }
    }

    private MaskedLanguageModel model(Path tokenizer) {
        if (init != null) {
            Float dropout = recipe.shape.pretrainingDropout(init.family(), tutorial);
            return init.languageModel(dropout, config.seed(), backend, threads, recipe.listener);
        }
        EncoderConfig shape = recipe.shape.pretrainingConfig(recipe.vocabularySize(tokenizer), tutorial);
        return MaskedLanguageModel.random(shape, tied, tokenizer, config.seed(), backend, threads);
    }

    /** The directory of the model to go on with, the tokenizer that was given, or byte pairs learned from the corpus. */
    private Path tokenizer() {
        if (init != null) {
            return init.directory();
        }
        return LearnedTokenizer.ofFiles(corpus.files(), recipe.shape, start, recipe.listener);
    }

    private Provenance provenance(MaskedLanguageModel model, PretrainingCorpus.Parts parts) {
        Map<String, Object> provenance = Version.provenance();
        provenance.put("data_rows", parts.train().size());
        provenance.put("data_hash", parts.train().corpus().contentHash());
        provenance.put("tokenizer_hash", model.tokenizer().contentHash());
        provenance.put("kernels", model.model().backend().name());
        provenance.put("model", model.configuration());
        if (init != null) {
            provenance.put("initialization", init.provenance());
        }
        provenance.put("corpus", corpus.toMap(tutorial));
        provenance.put("training", config.toMap());
        List<String> files = corpus.files().stream().map(Path::toString).toList();
        return new Provenance(provenance, start.circumstances(files));
    }

    private void describe(MaskedLanguageModel model, PretrainingCorpus.Parts parts) {
        EncoderConfig c = model.model().config();
        recipe.listener.note(String.format(
                Locale.ROOT,
                "Pre-training on %,d windows (%.1f tokens each), %,d held out: %d layers, %d heads, width %d, vocabulary"
                        + " %,d, %,d weights; %s, %d threads, %d shards.",
                parts.train().size(),
                (double) parts.train().tokens() / parts.train().size(),
                parts.validation().size(),
                c.layers(),
                c.heads(),
                c.width(),
                c.vocabularySize(),
                model.model().parameters().size(),
                model.model().backend().name(),
                threads,
                config.shards()));
    }
}
