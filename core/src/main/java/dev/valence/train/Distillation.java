package dev.valence.train;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.rows.TextFiles;
import dev.valence.internal.rows.TextReader;
import dev.valence.internal.rows.TextRow;
import dev.valence.internal.train.DistillationTask;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.SavedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Distillation: trains a student on the probabilities of a teacher, softened by a temperature, and on the labels (Hinton et
 * al., "Distilling the Knowledge in a Neural Network", 2015).
 *
 * <pre>{@code
 * Path teacher = Path.of("runs/large");
 * Dataset dataset = Dataset.read(Path.of("tickets.csv"), Distillation.labels(teacher));
 * Distillation.of(dataset, teacher).unlabelled(Path.of("more.txt")).train(Path.of("runs/small"));
 * }</pre>
 *
 * <p>The student's encoder is set by {@link #from(String)} or by its shape. Not thread-safe.
 */
public final class Distillation extends ClassifierRecipe<Distillation> {
    private final Dataset dataset;
    private final Path teacher;
    private double temperature = 2;
    private double alpha = 0.5;
    private List<Path> unlabelled = List.of();
    private ReadOptions unlabelledOptions = ReadOptions.defaults();

    private Distillation(Dataset dataset, Path teacher) {
        this.dataset = dataset;
        this.teacher = teacher;
    }

    /**
     * Distillation of a teacher.
     *
     * @param dataset with the teacher's labels, see {@link #labels}
     * @param teacher the model directory of a Transformer classifier, or the directory of a run
     */
    public static Distillation of(Dataset dataset, Path teacher) {
        return new Distillation(dataset, teacher);
    }

    /**
     * The classes of a teacher.
     *
     * @throws InputException if there is no Transformer classifier
     */
    public static LabelSet labels(Path teacher) {
        return Teacher.labels(SavedModel.classifier(teacher));
    }

    @Override
    Distillation self() {
        return this;
    }

    /** Sets what both models' logits are divided by (default: 2). */
    public Distillation temperature(double temperature) {
        this.temperature = temperature;
        return this;
    }

    /** Sets the weight of the teacher; the labels have the rest (default: 0.5). */
    public Distillation alpha(double share) {
        this.alpha = share;
        return this;
    }

    /**
     * Sets further texts, which only the teacher answers for.
     *
     * @param files one text a line, {@code .csv}, {@code .tsv} or {@code .jsonl}, or folders of {@code .txt} files
     */
    public Distillation unlabelled(List<Path> files) {
        return unlabelled(files, ReadOptions.defaults());
    }

    /** Sets further texts; see {@link #unlabelled(List)}. */
    public Distillation unlabelled(Path... files) {
        return unlabelled(List.of(files));
    }

    /** Sets further texts and how they are read; see {@link #unlabelled(List)}. */
    public Distillation unlabelled(List<Path> files, ReadOptions options) {
        this.unlabelled = List.copyOf(files);
        this.unlabelledOptions = options;
        return this;
    }

    /**
     * Trains the student to the end or until the listener stops it, evaluates its best model on dev, and writes {@code
     * report.html}.
     *
     * @param out the directory of the run; new, empty, or one to be resumed
     * @throws InputException if an option, the data, the teacher or the directory is not as required
     * @throws java.io.UncheckedIOException if something cannot be saved
     */
    public Run train(Path out) {
        DistillationTask.Settings settings = new DistillationTask.Settings(temperature, alpha);
        Path teaching = SavedModel.classifier(teacher);
        LabelSet labels = Teacher.labels(teaching);
        if (!labels.equals(dataset.labels())) {
            throw new InputException("required data with the teacher's labels " + labels + ", found " + dataset.labels()
                    + " in " + dataset.source() + "; read the data with the labels of the teacher");
        }
        Initialization init = initialization();
        TrainingConfig config = config(init);
        DistillationTask.requireItsOwnLoss(config);
        Dataset split = dataset.withDev(config.seed(), listener);
        Teacher asked = new Teacher(teaching, settings, unlabelled());
        return new ClassifierTraining(this, start(out), split, config, init, asked)
                .trainAndEvaluate("Distilling " + teacher + " on " + dataset.source());
    }

    private List<Split> unlabelled() {
        List<Split> splits = new ArrayList<>();
        for (Path file : unlabelled.isEmpty() ? List.<Path>of() : TextFiles.of(unlabelled)) {
            try (TextReader reader = TextReader.open(file, unlabelledOptions)) {
                List<TextRow> rows = reader.read(Integer.MAX_VALUE).stream()
                        .filter(row -> !row.text().isBlank())
                        .toList();
                splits.add(new Split(
                        "unlabelled",
                        file.toString(),
                        rows.stream()
                                .map(row -> new Example(row.text(), Example.UNLABELLED))
                                .toList(),
                        reader.badRows(),
                        rows.stream().map(TextRow::line).toList(),
                        reader.notes()));
            }
        }
        splits.forEach(split -> split.report(listener));
        return splits;
    }
}
