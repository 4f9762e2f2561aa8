package dev.valence.cli;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.cli.Teacher.Answers;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.ClassificationTask;
import dev.valence.internal.train.DistillationTask;
import dev.valence.internal.train.DivergedException;
import dev.valence.internal.train.LabelledTokens;
import dev.valence.internal.train.Provenance;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingTask;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run on labelled texts from the command line: tokenizer, tokens, model, loop, and what is told on the way. */
final class TrainingRun {
    /**
     * What is trained, on what, and how.
     *
     * @param start the run's directory
     * @param source what the data was called on the command line
     * @param dataset with a dev split
     * @param config hyper-parameters
     * @param tutorial whether the tutorial's preset was chosen
     * @param init the model to start from, or null for random weights
     */
    record Plan(
            DisplayedTraining.Start start,
            String source,
            Dataset dataset,
            TrainingConfig config,
            boolean tutorial,
            @Nullable Initialization init) {
        boolean randomWeights() {
            return init == null || init.taken() == Initialization.Taken.SHAPE;
        }

        Split dev() {
            return dataset.dev().orElseThrow().requireLabelled();
        }
    }

    private static final int FEW_STEPS = 1_000;
    private static final float STRONG_DROPOUT = 0.3f;

    private final Terminal terminal;
    private final Plan plan;
    private final EncoderOptions encoder;
    private final MachineOptions machine;
    private final @Nullable Teacher teacher;
    private final TrainingTexts texts;

    /** Fine-tuning. */
    TrainingRun(Terminal terminal, Plan plan, EncoderOptions encoder, MachineOptions machine) {
        this(terminal, plan, encoder, machine, null);
    }

    /** DistillationTask where there is a teacher. */
    TrainingRun(
            Terminal terminal, Plan plan, EncoderOptions encoder, MachineOptions machine, @Nullable Teacher teacher) {
        this.terminal = terminal;
        this.plan = plan;
        this.encoder = encoder;
        this.machine = machine;
        this.teacher = teacher;
        texts = new TrainingTexts(
                plan.dataset().train().requireLabelled(), teacher == null ? List.of() : teacher.unlabelled());
    }

    /** Trains to the end or until interrupted; returns how it ended. */
    Training.Outcome train() {
        DisplayedTraining training = new DisplayedTraining(terminal, plan.start());
        training.checkDirectory();
        checkBeforeWork();
        try (DirectoryLock lock = DirectoryLock.take(plan.start().out())) {
            Answers answers = teacher == null ? null : teacher.answers(terminal, machine, texts);
            return train(training, lock, answers);
        } catch (DivergedException e) {
            throw e.named(texts.places(e.texts()));
        }
    }

    private Training.Outcome train(DisplayedTraining training, DirectoryLock lock, @Nullable Answers answers) {
        try (TransformerClassifier classifier = classifier()) {
            plan.config().aids().groups().check(classifier.model());
            classifier.readLongTexts(plan.config().aids().longTexts());
            String name = texts.labelled().name();
            LabelledTokens train =
                    new LabelledTokens(tokens(classifier.tokenizer(), texts.texts(), name), texts.labels());
            Split split = plan.dev();
            LabelledTokens dev =
                    LabelledTokens.of(tokens(classifier.evaluationTokenizer(), split.texts(), split.name()), split);
            describe(classifier, train);
            warnOfFewSteps(classifier.model().config(), train);
            TrainingTask task = answers == null
                    ? new ClassificationTask(classifier, train, dev, plan.config())
                    : new DistillationTask(classifier, train, dev, answers.logits(), answers.settings(), plan.config());
            Provenance provenance = provenance(classifier, train, dev, answers);
            return training.run(
                    task,
                    plan.config(),
                    new RunDirectory(lock, provenance, plan.start().safeguards()),
                    TrainingDisplay.Unit.SENTENCES);
        }
    }

    private TokenBatch tokens(Tokenizer tokenizer, List<String> of, String name) {
        return CachedTokens.of(terminal, tokenizer, of, name, machine.threads());
    }

    private TransformerClassifier classifier() {
        Initialization init = plan.init();
        if (init != null) {
            Float dropout = encoder.dropout(init.family(), plan.tutorial());
            return init.classifier(
                    terminal, plan.dataset().labels(), dropout, plan.config().seed(), machine);
        }
        Path tokenizerFile = new LearnedTokenizer(terminal).file(encoder, texts.texts(), plan.start());
        return TransformerClassifier.random(
                encoder.config(vocabularySize(tokenizerFile), plan.tutorial()),
                plan.dataset().labels(),
                tokenizerFile,
                plan.config().seed(),
                machine.backend(),
                machine.threads());
    }

    /** Finds wrong options before they have cost time and left files. */
    private void checkBeforeWork() {
        int classes = plan.dataset().labels().size();
        if (classes < 2) {
            throw new InputException(plan.source() + ": required at least 2 classes to tell apart, found " + classes
                    + "; give texts of every class");
        }
        plan.config().aids().objective().classWeights().of(plan.dataset().labels(), trainLabels());
        Initialization init = plan.init();
        EncoderConfig shape = encoder.config(1, plan.tutorial());
        if (init == null) {
            plan.config().aids().groups().checkLayers(shape.layers());
        } else {
            init.check(encoder, true);
        }
        machine.threads();
        machine.backend();
    }

    private int[] trainLabels() {
        return plan.dataset().train().requireLabelled().examples().stream()
                .mapToInt(Example::label)
                .toArray();
    }

    private int vocabularySize(Path tokenizerFile) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(tokenizerFile, encoder.maximumLength())) {
            return tokenizer.vocabularySize();
        }
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
        Initialization init = plan.init();
        if (init != null) {
            provenance.put("initialization", init.provenance());
        }
        if (answers != null) {
            provenance.put("distillation", answers.provenance());
        }
        provenance.put("training", plan.config().toMap());
        return new Provenance(provenance, plan.start().circumstances(plan.source()));
    }

    private void describe(TransformerClassifier classifier, LabelledTokens train) {
        EncoderConfig c = classifier.model().config();
        terminal.note(String.format(
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
                machine.threads(),
                plan.config().shards()));
    }

    /** The standard recipe is made for tens of thousands of texts; with few it would learn nothing and not say why. */
    private void warnOfFewSteps(EncoderConfig encoderConfig, LabelledTokens train) {
        int texts = plan.config().batching().texts() * plan.config().aids().accumulation(); // of a step
        int epochs = plan.config().budget().epochs();
        boolean few = texts > 0 && epochs > 0 && (long) epochs * train.size() / texts < FEW_STEPS;
        if (plan.randomWeights() && few && encoderConfig.dropout() >= STRONG_DROPOUT) {
            terminal.note(String.format(
                    Locale.ROOT,
                    "Few steps for so much dropout; for %,d texts try --epochs 15 --learning-rate 1e-3 --dropout 0.1"
                            + " --layers 3.",
                    train.size()));
        }
    }
}
