package dev.valence.train;

import dev.valence.InputException;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.checkpoint.DirectoryCommit;
import dev.valence.checkpoint.SafetensorsFile;
import dev.valence.checkpoint.SafetensorsWriter;
import dev.valence.compute.NamedTensor;
import dev.valence.model.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run leaves behind: {@code best/}, the best model by validation; {@code checkpoints/last/}, the training state to
 * resume from; {@code metrics.jsonl} and TensorBoard events. Models and checkpoints are committed as whole directories.
 */
public final class RunDirectory implements AutoCloseable {
    private static final String FINGERPRINT = "fingerprint";

    private final Path root;
    private final Map<String, Object> provenance;
    private final MetricsLog metrics;
    private final TensorBoardWriter events;

    /**
     * Opens a run's directory, making it where it is missing.
     *
     * @param root the run's directory
     * @param provenance what determines the run, written into every model and checkpoint; a run resumes only from a
     *     checkpoint with the same
     */
    public RunDirectory(Path root, Map<String, Object> provenance) {
        this.root = root;
        this.provenance = new LinkedHashMap<>(provenance);
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new InputException(
                    root + ": required a directory that can be written, found none; choose another", e);
        }
        metrics = new MetricsLog(root.resolve("metrics.jsonl"));
        events = new TensorBoardWriter(root);
    }

    /** Where the best model is. */
    public Path best() {
        return root.resolve("best");
    }

    private Path checkpoint() {
        return root.resolve("checkpoints").resolve("last");
    }

    /** Whether there is a checkpoint to resume from. */
    public boolean hasCheckpoint() {
        DirectoryCommit.recover(checkpoint());
        return Files.isDirectory(checkpoint());
    }

    void writeBest(TrainingTask task, Validation figures) {
        Map<String, Object> all = new LinkedHashMap<>(provenance);
        all.put("validation", figures(figures));
        task.save(best(), all);
    }

    void writeCheckpoint(Parameters parameters, Adam adam, TrainingState state) {
        DirectoryCommit.commit(checkpoint(), folder -> {
            SafetensorsWriter.write(folder.resolve("parameters.safetensors"), parameters.tensors(), Map.of());
            SafetensorsWriter.write(
                    folder.resolve("first_moments.safetensors"), parameters.tensors(adam.first()), Map.of());
            SafetensorsWriter.write(
                    folder.resolve("second_moments.safetensors"), parameters.tensors(adam.second()), Map.of());
            Map<String, Object> json = state.toMap();
            json.put(FINGERPRINT, ConfigJson.of(provenance).print());
            ConfigJson.of(json).write(folder.resolve("training_state.json"));
        });
    }

    /**
     * Fills weights and optimizer from the last checkpoint.
     *
     * @throws InputException if there is none, it is damaged, or another run wrote it
     */
    TrainingState readCheckpoint(Parameters parameters, Adam adam) {
        Path folder = checkpoint();
        if (!hasCheckpoint()) {
            throw new InputException(
                    root + ": required a checkpoint to resume from, found none; start without resuming");
        }
        DirectoryCommit.verify(folder);
        ConfigJson json = ConfigJson.read(folder.resolve("training_state.json"));
        if (!json.string(FINGERPRINT).equals(ConfigJson.of(provenance).print())) {
            throw new InputException(root + ": required the data, tokenizer and options the checkpoint was made with, "
                    + "found others; use the same, or start anew in another directory");
        }
        read(folder.resolve("parameters.safetensors"), parameters.tensors());
        read(folder.resolve("first_moments.safetensors"), parameters.tensors(adam.first()));
        read(folder.resolve("second_moments.safetensors"), parameters.tensors(adam.second()));
        TrainingState state = TrainingState.from(json);
        adam.resume(state.steps());
        return state;
    }

    private static void read(Path file, List<NamedTensor> tensors) {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            tensors.forEach(opened::read);
        }
    }

    void logStep(TrainingObserver.StepReport progress) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "train");
        line.put("epoch", progress.epoch());
        line.put("step", progress.step());
        line.put("loss", progress.loss());
        line.put("accuracy", progress.accuracy());
        line.put("learning_rate", progress.learningRate());
        line.put("gradient_norm", progress.gradientNorm());
        line.put("examples_per_second", progress.examplesPerSecond());
        line.put("tokens_per_second", progress.tokensPerSecond());
        metrics.write(line);
        events.scalar("Loss/train", progress.step(), progress.loss());
        events.scalar("Acc/train", progress.step(), progress.accuracy());
        events.scalar("LearningRate", progress.step(), progress.learningRate());
        events.scalar("GradientNorm", progress.step(), progress.gradientNorm());
    }

    void logValidation(Validation validation, boolean best) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "validation");
        line.putAll(figures(validation));
        line.put("best", best);
        metrics.write(line);
        validation.figures().forEach((name, value) -> events.scalar(tag(name), validation.step(), value));
    }

    /** Name of a figure's curve; loss and accuracy have the names that others give them. */
    private static String tag(String figure) {
        return switch (figure) {
            case Validation.LOSS -> "Loss/valid";
            case Validation.ACCURACY -> "Acc/valid";
            case Validation.MACRO_F1 -> "MacroF1/valid";
            case Validation.PERPLEXITY -> "Perplexity/valid";
            default -> figure + "/valid";
        };
    }

    private static Map<String, Object> figures(Validation validation) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("step", validation.step());
        figures.putAll(validation.figures());
        return figures;
    }

    @Override
    public void close() {
        try {
            metrics.close();
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the logs of " + root, e);
        }
    }
}
