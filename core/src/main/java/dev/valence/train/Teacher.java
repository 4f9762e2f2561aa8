package dev.valence.train;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Split;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.train.DistillationTask;
import dev.valence.internal.train.TeacherCache;
import dev.valence.internal.train.TeacherLogits;
import dev.valence.internal.transformer.SavedClassifier;
import dev.valence.internal.transformer.SavedModel;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The classifier that a student learns from.
 *
 * @param directory a model directory
 * @param settings how the student listens
 * @param unlabelled texts that only the teacher knows something of
 */
record Teacher(Path directory, DistillationTask.Settings settings, List<Split> unlabelled) {
    Teacher {
        if (settings.alpha() == 0 && !unlabelled.isEmpty()) {
            throw new InputException("texts without labels teach nothing where the teacher counts for nothing, found"
                    + " --unlabelled with --alpha 0; raise --alpha or leave --unlabelled out");
        }
    }

    /** The classes of the model in a directory, if it can teach. */
    static LabelSet labels(Path directory) {
        if (SavedClassifier.isBaseline(directory)) {
            throw new InputException(
                    directory + ": required a Transformer classifier to teach, found a TF-IDF baseline;"
                            + " choose another --teacher");
        }
        return TransformerClassifier.classes(directory);
    }

    /**
     * What it said.
     *
     * @param logits of all texts
     * @param settings how the student listens
     * @param provenance what determined both
     */
    record Answers(TeacherLogits logits, DistillationTask.Settings settings, Map<String, Object> provenance) {}

    /** Asks it for all texts, or finds that done; then its memory is free again. */
    Answers answers(ClassifierRecipe<?> recipe, TrainingTexts texts) {
        TeacherLogits logits = logits(recipe, texts);
        recipe.listener.note(String.format(
                Locale.ROOT,
                "The teacher has answered for %,d texts, %,d of them without a label.",
                logits.size(),
                unlabelledRows()));
        return new Answers(logits, settings, provenance(logits));
    }

    private TeacherLogits logits(ClassifierRecipe<?> recipe, TrainingTexts texts) {
        try (TransformerClassifier teacher =
                TransformerClassifier.open(directory, recipe.backend(), recipe.engine.threads())) {
            TokenBatch tokens = CachedTokens.of(
                    recipe,
                    teacher.evaluationTokenizer(),
                    texts.texts(),
                    texts.labelled().name());
            return new TeacherCache(recipe.environment.cache().resolve("teachers"), recipe.listener::note)
                    .logits(
                            teacher,
                            SavedModel.weightsHash(directory).toString(),
                            tokens,
                            (done, total) -> recipe.listener.progress("Asking the teacher", "texts", done, total));
        }
    }

    private int unlabelledRows() {
        return unlabelled.stream().mapToInt(Split::size).sum();
    }

    private Map<String, Object> provenance(TeacherLogits logits) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("teacher", directory.toString());
        provenance.put("weights_hash", SavedModel.weightsHash(directory));
        provenance.put("logits_hash", logits.contentHash());
        provenance.put("unlabelled_rows", unlabelledRows());
        provenance.putAll(settings.toMap());
        return provenance;
    }
}
