package dev.valence.train;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.internal.Version;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.report.ShellCommand;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.ClassificationTask;
import dev.valence.internal.train.DistillationTask;
import dev.valence.internal.train.DivergedException;
import dev.valence.internal.train.LabelledTokens;
import dev.valence.internal.train.Provenance;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingTask;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.Teacher.Answers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One training of a classifier: tokenizer, tokens, model, loop, and the evaluation of the best model. */
final class ClassifierTraining {
    private static final int FEW_STEPS = 1_000;
    private static final float STRONG_DROPOUT = 0.3f;

    private final ClassifierRecipe<?> recipe;
    private final RunStart start;
    private final Dataset dataset;
    private final TrainingConfig config;
    private final @Nullable Initialization init;
    private final @Nullable Teacher teacher;
    private final TrainingTexts texts;
    private final boolean tutorial;
    private final Backend backend;
    private final int threads;

    /**
     * @param recipe shape of a new encoder, engine, environment and listener
     * @param dataset with a dev split
     * @param config hyper-parameters
     * @param init the model to start from, or null for random weights
     * @param teacher what to learn from besides the labels, or null
     */
    ClassifierTraining(
            ClassifierRecipe<?> recipe,
            RunStart start,
            Dataset dataset,
            TrainingConfig config,
            @Nullable Initialization init,
            @Nullable Teacher teacher) {
        this.recipe = recipe;
        this.start = start;
        this.dataset = dataset;
        this.config = config;
        this.init = init;
        this.teacher = teacher;
        texts = new TrainingTexts(
                dataset.train().requireLabelled(), teacher == null ? List.of() : teacher.unlabelled());
        tutorial = recipe.hyperparameters.tutorial();
        backend = recipe.backend();
        threads = recipe.engine.threads();
    }

    /** Trains to the end or until interrupted. */
    Run train() {
        DirectoryTraining training = new DirectoryTraining(start, recipe.listener);
        training.checkDirectory();
        checkBeforeWork();
        try (DirectoryLock lock = DirectoryLock.take(start.out())) {
            Answers answers = teacher == null ? null : teacher.answers(recipe, texts);
            return train(training, lock, answers);
        } catch (DivergedException e) {
            throw e.named(texts.places(e.texts()));
        }
    }

    /**
     * Trains, and evaluates the best model on dev unless the run was interrupted.
     *
     * @param title of the page about the run
     */
    Run trainAndEvaluate(String title) {
        Run run = train();
        if (run.interrupted()) {
            return run;
        }
        List<String> command = start.command().isEmpty() ? List.of() : List.of(ShellCommand.of(start.command()));
        Evaluation best = BestModel.evaluate(start.out(), dev(), title, command, backend, threads);
        return run.evaluated(best);
    }

    private Split dev() {
        return dataset.dev().orElseThrow().requireLabelled();
    }

    private Run train(DirectoryTraining training, DirectoryLock lock, @Nullable Answers answers) {
        try (TransformerClassifier classifier = classifier()) {
            config.aids().groups().check(classifier.model());
            classifier.readLongTexts(config.aids().longTexts());
            String name = texts.labelled().name();
            LabelledTokens train =
                    new LabelledTokens(tokens(classifier.tokenizer(), texts.texts(), name), texts.labels());
            Split split = dev();
            LabelledTokens dev =
                    LabelledTokens.of(tokens(classifier.evaluationTokenizer(), split.texts(), split.name()), split);
            describe(classifier, train);
            warnOfFewSteps(classifier.model().config(), train);
            TrainingTask task = answers == null
                    ? new ClassificationTask(classifier, train, dev, config)
                    : new DistillationTask(classifier, train, dev, answers.logits(), answers.settings(), config);
            Provenance provenance = provenance(classifier, train, dev, answers);
            return training.run(task, config, new RunDirectory(lock, provenance, start.safeguards()), "sentences");
        }
    }

    private TokenBatch tokens(Tokenizer tokenizer, List<String> of, String name) {
        return CachedTokens.of(recipe, tokenizer, of, name);
    }

    private TransformerClassifier classifier() {
        if (init != null) {
            Float dropout = recipe.shape.dropout(init.family(), tutorial);
            return init.classifier(dataset.labels(), dropout, config.seed(), backend, threads, recipe.listener);
        }
        Path tokenizerFile = LearnedTokenizer.of(texts.texts(), recipe.shape, start, recipe.listener);
        return TransformerClassifier.random(
                recipe.shape.config(recipe.vocabularySize(tokenizerFile), tutorial),
                dataset.labels(),
                tokenizerFile,
                config.seed(),
                backend,
                threads);
    }

    /** Finds wrong options before they have cost time and left files. */
    private void checkBeforeWork() {
        int classes = dataset.labels().size();
        if (classes < 2) {
            throw new InputException(dataset.source() + ": required at least 2 classes to tell apart, found " + classes
                    + "; give texts of every class");
        }
        config.aids().objective().classWeights().of(dataset.labels(), trainLabels());
        EncoderConfig shape = recipe.shape.config(1, tutorial);
        if (init == null) {
            config.aids().groups().checkLayers(shape.layers());
        } else {
            init.check(recipe.shape, true);
        }
    }

    private int[] trainLabels() {
        return dataset.train().requireLabelled().examples().stream()
                .mapToInt(Example::label)
                .toArray();
    }

    private Provenance provenance(
            TransformerClassifier classifier, LabelledTokens train, LabelledTokens dev, @Nullable Answers answers) {
        Map<String, Object> provenance = Version.provenance();
        provenance.put("data_rows", train.size());
        provenance.put("data_hash", train.contentHash());
        provenance.put("dev_rows", dev.size());
        provenance.put("dev_hash", dev.contentHash());
        provenance.put("tokenizer_hash", classifier.tokenizer().contentHash());
        provenance.put("kernels", classifier.model().backend().name());
        provenance.put("model", classifier.configuration());
        if (init != null) {
            provenance.put("initialization", init.provenance());
        }
        if (answers != null) {
            provenance.put("distillation", answers.provenance());
        }
        provenance.put("training", config.toMap());
        return new Provenance(provenance, start.circumstances(dataset.source()));
    }

    private void describe(TransformerClassifier classifier, LabelledTokens train) {
        EncoderConfig c = classifier.model().config();
        recipe.listener.note(String.format(
                Locale.ROOT,
                "Training on %,d texts (%.1f tokens each): %d layers, %d heads, width %d, vocabulary %,d, %,d weights; %s, %d"
                        + " threads, %d shards.",
                train.size(),
                (double) train.tokens().tokens() / train.size(),
                c.layers(),
                c.heads(),
                c.width(),
                c.vocabularySize(),
                classifier.model().parameters().size(),
                classifier.model().backend().name(),
                threads,
                config.shards()));
    }

    /** The standard recipe is made for tens of thousands of texts; with few it would learn nothing and not say why. */
    private void warnOfFewSteps(EncoderConfig encoderConfig, LabelledTokens train) {
        int texts = config.batching().texts() * config.aids().accumulation(); // of a step
        int epochs = config.budget().epochs();
        boolean few = texts > 0 && epochs > 0 && (long) epochs * train.size() / texts < FEW_STEPS;
        boolean random = init == null || init.taken() == Initialization.Taken.SHAPE;
        if (random && few && encoderConfig.dropout() >= STRONG_DROPOUT) {
            recipe.listener.note(String.format(
                    Locale.ROOT,
                    "Few steps for so much dropout; for %,d texts try --epochs 15 --learning-rate 1e-3 --dropout 0.1"
                            + " --layers 3.",
                    train.size()));
        }
    }
}
