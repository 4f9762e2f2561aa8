package dev.valence.cli;

import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.MaskedLanguageTask;
import dev.valence.internal.train.Masking;
import dev.valence.internal.train.Provenance;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.MaskedLanguageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pre-training run from the command line: tokenizer, windows, model, loop, and what is told on the way. */
final class PretrainingRun {
    /**
     * What is trained, on what, and how.
     *
     * @param start the run's directory
     * @param corpus the texts, and what is hidden in them
     * @param config hyper-parameters
     * @param tutorial whether the tutorial's preset was chosen
     * @param tied whether the head of a new model predicts with the token embeddings
     * @param init the model to go on with, or null for random weights
     */
    record Plan(
            DisplayedTraining.Start start,
            CorpusOptions corpus,
            TrainingConfig config,
            boolean tutorial,
            boolean tied,
            @Nullable Initialization init) {}

    private final Terminal terminal;
    private final Plan plan;
    private final EncoderOptions encoder;
    private final MachineOptions machine;

    PretrainingRun(Terminal terminal, Plan plan, EncoderOptions encoder, MachineOptions machine) {
        this.terminal = terminal;
        this.plan = plan;
        this.encoder = encoder;
        this.machine = machine;
    }

    /** Trains to the end or until interrupted; returns how it ended. */
    Training.Outcome train() {
        DisplayedTraining training = new DisplayedTraining(terminal, plan.start());
        training.checkDirectory();
        plan.corpus().check(plan.tutorial());
        Initialization init = plan.init();
        if (init != null) {
            init.check(encoder, false);
        }
        encoder.pretrainingConfig(1, plan.tutorial());
        try (DirectoryLock lock = DirectoryLock.take(plan.start().out())) {
            return train(training, lock);
        }
    }

    private Training.Outcome train(DisplayedTraining training, DirectoryLock lock) {
        Path tokenizer = tokenizer();
        try (MaskedLanguageModel model = model(tokenizer)) {
            CorpusOptions.Parts parts =
                    plan.corpus().open(terminal, tokenizer, model.model().config(), machine.threads(), plan.tutorial());
            describe(model, parts);
            Masking masking =
                    plan.corpus().masking(model.tokenizer(), plan.config().seed(), plan.tutorial());
            return training.run(
                    new MaskedLanguageTask(model, parts.train(), parts.validation(), masking, plan.config()),
                    plan.config(),
                    new RunDirectory(
                            lock, provenance(model, parts), plan.start().safeguards()),
                    TrainingDisplay.Unit.TOKENS);
        }
    }

    private MaskedLanguageModel model(Path tokenizer) {
        long seed = plan.config().seed();
        Initialization init = plan.init();
        if (init != null) {
            Float dropout = encoder.pretrainingDropout(init.family(), plan.tutorial());
            return init.languageModel(terminal, dropout, seed, machine);
        }
        EncoderConfig config = encoder.pretrainingConfig(vocabularySize(tokenizer), plan.tutorial());
        return MaskedLanguageModel.random(config, plan.tied(), tokenizer, seed, machine.backend(), machine.threads());
    }

    /** The directory of the model to go on with, the tokenizer that was given, or byte pairs learned from the corpus. */
    private Path tokenizer() {
        if (plan.init() != null) {
            return plan.init().directory();
        }
        Path given = encoder.tokenizer();
        return given != null
                ? given
                : new LearnedTokenizer(terminal).file(plan.corpus().files(), encoder.vocabularySize(), plan.start());
    }

    private int vocabularySize(Path tokenizerFile) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(tokenizerFile, encoder.maximumLength())) {
            return tokenizer.vocabularySize();
        }
    }

    private Provenance provenance(MaskedLanguageModel model, CorpusOptions.Parts parts) {
        Map<String, Object> provenance = Version.provenance();
        provenance.put("data_rows", parts.train().size());
        provenance.put("data_hash", parts.train().corpus().contentHash());
        provenance.put("tokenizer_hash", model.tokenizer().contentHash());
        provenance.put("kernels", model.model().backend().name());
        provenance.put("model", model.configuration());
        if (plan.init() != null) {
            provenance.put("initialization", plan.init().provenance());
        }
        provenance.put("corpus", plan.corpus().toMap(plan.tutorial()));
        provenance.put("training", plan.config().toMap());
        List<String> files = plan.corpus().files().stream().map(Path::toString).toList();
        return new Provenance(provenance, plan.start().circumstances(files));
    }

    private void describe(MaskedLanguageModel model, CorpusOptions.Parts parts) {
        EncoderConfig c = model.model().config();
        terminal.note(String.format(
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
                machine.threads(),
                plan.config().shards()));
    }
}
