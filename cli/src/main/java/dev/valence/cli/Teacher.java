package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Split;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.train.DistillationTask;
import dev.valence.internal.train.TeacherCache;
import dev.valence.internal.train.TeacherLogits;
import dev.valence.internal.transformer.SavedClassifier;
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
    Answers answers(Terminal terminal, MachineOptions machine, TrainingTexts texts) {
        TeacherLogits logits = logits(terminal, machine, texts);
        terminal.note(String.format(
                Locale.ROOT,
                "The teacher has answered for %,d texts, %,d of them without a label.",
                logits.size(),
                unlabelledRows()));
        return new Answers(logits, settings, provenance(logits));
    }

    private TeacherLogits logits(Terminal terminal, MachineOptions machine, TrainingTexts texts) {
        try (TransformerClassifier teacher =
                        TransformerClassifier.open(directory, machine.backend(), machine.threads());
                ProgressLine line = new ProgressLine(
                        terminal, "Asking the teacher", texts.texts().size())) {
            TokenBatch tokens = CachedTokens.of(
                    terminal,
                    teacher.evaluationTokenizer(),
                    texts.texts(),
                    texts.labelled().name(),
                    machine.threads());
            return new TeacherCache(Caches.folder(terminal, "teachers"), terminal::note)
                    .logits(
                            teacher,
                            SavedModel.weightsHash(directory).toString(),
                            tokens,
                            (done, total) -> line.update(done, "texts"));
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
