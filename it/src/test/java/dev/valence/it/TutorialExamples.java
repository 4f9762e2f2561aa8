package dev.valence.it;

import dev.valence.Classifier;
import dev.valence.data.Dataset;
import dev.valence.evaluate.Comparison;
import dev.valence.evaluate.Evaluation;
import dev.valence.formats.haiku.HaikuModels;
import dev.valence.internal.Progress;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.baseline.TfidfOptions;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.corpus.TokenCorpus;
import dev.valence.internal.corpus.WindowCutter;
import dev.valence.internal.corpus.Windows;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.BytePairTrainer;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.tokenize.TokenizerFile;
import dev.valence.internal.tokenize.WordCounts;
import dev.valence.internal.train.ClassificationTask;
import dev.valence.internal.train.LabelledTokens;
import dev.valence.internal.train.MaskedLanguageTask;
import dev.valence.internal.train.Masking;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.SavedClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.Cutting;
import dev.valence.train.MaskReplacement;
import dev.valence.train.PositionKind;
import dev.valence.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The library examples of docs/tutorial.md, word for word. */
final class TutorialExamples {
    private TutorialExamples() {}

    static Evaluation baseline(Dataset data) {
        List<String> texts = data.train().texts(); // the tutorial adds those of dev here
        TfidfClassifier classifier =
                TfidfClassifier.fit(data.train().examples(), texts, data.labels(), TfidfOptions.DEFAULT);
        return Evaluation.of(classifier, data.dev().orElseThrow().examples());
    }

    static void tokenizer(List<Path> corpus, Path file) throws IOException {
        WordCounts words = new WordCounts(true); // lower-cased
        for (Path text : corpus) {
            Files.readAllLines(text).forEach(words::add);
        }
        TokenizerFile.write(BytePairTrainer.train(words, BytePairOptions.ofSize(25_000)), file);
    }

    static Training.Outcome pretrain(MaskedLanguageModel model, TokenCorpus corpus, TrainingConfig config, Path out) {
        Windows train = new Windows(corpus, corpus.part(0.2, 1, false));
        Windows held = new Windows(corpus, corpus.part(0.2, 1, true));
        Masking.Settings settings = new Masking.Settings(0.15, MaskReplacement.MASK, false);
        Masking masking = new Masking(settings, model.tokenizer(), config.seed());
        try (RunDirectory run = new RunDirectory(out, Map.of("data", corpus.contentHash()))) {
            MaskedLanguageTask task = new MaskedLanguageTask(model, train, held, masking, config);
            return new Training(task, config, run, TrainingListener.NONE).run();
        }
    }

    static TokenCorpus windows(List<Path> corpus, Path tokenizerFile, Path cache) {
        try (Tokenizer whole = HuggingFaceTokenizer.open(tokenizerFile, Integer.MAX_VALUE)) {
            WindowCutter cutter = new WindowCutter(whole, Cutting.WINDOWS, 128);
            return TokenCorpus.open(cache, corpus, cutter, 2, Progress.NONE);
        }
    }

    static Training.Outcome finetune(TransformerClassifier classifier, Dataset data, TrainingConfig config, Path out) {
        LabelledTokens train = LabelledTokens.of(classifier.tokenizer(), data.train(), 2);
        LabelledTokens dev =
                LabelledTokens.of(classifier.tokenizer(), data.dev().orElseThrow(), 2);
        try (RunDirectory run = new RunDirectory(out, Map.of("data", train.contentHash()))) {
            ClassificationTask task = new ClassificationTask(classifier, train, dev, config);
            return new Training(task, config, run, TrainingListener.NONE).run();
        }
    }

    static MaskedLanguageModel encoder(Path tokenizerFile, int vocabularySize) {
        EncoderConfig shape =
                EncoderConfig.valence(vocabularySize, 6, 8, 128, 256, 128, PositionKind.SINUSOIDAL, 0.1f, 1e-5f);
        return MaskedLanguageModel.random(shape, false, tokenizerFile, 42, Backend.best(), 2);
    }

    static TransformerClassifier pretrained(Path encoder, Dataset data) {
        TransformerClassifier.Transferred made =
                TransformerClassifier.transfer(encoder, data.labels(), 0.1f, 42, Backend.best(), 2);
        System.out.println("loaded " + made.report().loaded().size() + " tensors");
        return made.classifier();
    }

    static String compare(Map<String, Path> models, Dataset data) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        models.forEach((name, model) -> {
            try (Classifier classifier = SavedClassifier.open(model, Backend.best(), 2)) {
                evaluations.put(
                        name, Evaluation.of(classifier, data.dev().orElseThrow().examples()));
            }
        });
        return Comparison.of(evaluations).format();
    }

    static void fromHaiku(Path pickle, Path tokenizerFile, Path model) {
        HaikuModels.Options options = new HaikuModels.Options(8, 128, List.of());
        HaikuModels.toDirectory(pickle, tokenizerFile, options, model);
    }
}
