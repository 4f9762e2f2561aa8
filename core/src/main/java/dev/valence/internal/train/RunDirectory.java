package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.CheckpointSeries;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.Parameters;
import dev.valence.train.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a run: {@code best/}, the best model by validation; {@code checkpoints/}, the training states to
 * resume from; {@code metrics.jsonl} and TensorBoard events. Models and checkpoints are committed as whole directories.
 *
 * <p>Not thread-safe: a run belongs to one thread.
 */
public final class RunDirectory implements AutoCloseable {
    private static final String BEST = "best";
    private static final String PROVENANCE_FILE = "provenance.json";
    /** Further keys of a best model's {@code provenance.json}. */
    private static final Set<String> NOTES = Set.of("seconds", "skipped_steps", "forced", "validation", "classes");

    private static final String STATE_FILE = "training_state.json";
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String FIRST_MOMENTS = "first_moments.safetensors";
    private static final String SECOND_MOMENTS = "second_moments.safetensors";
    private static final String AVERAGE = "average.safetensors";
    private static final int SHOWN = 5;

    private final DirectoryLock lock;
    private final Path root;
    private final Provenance provenance;
    private final Safeguards safeguards;
    private final CheckpointSeries checkpoints;
    private @Nullable RunLogs logs;
    private List<String> forced = List.of(); // what differed where a run was resumed all the same

    /**
     * Opens the directory of a run; nothing in it changes until the run begins or resumes.
     *
     * @param lock the right to write into it, given back when this is closed
     * @param provenance what made the run, written into every model and checkpoint
     * @param safeguards how often to save, and how much to keep
     */
    public RunDirectory(DirectoryLock lock, Provenance provenance, Safeguards safeguards) {
        this.lock = lock;
        this.root = lock.directory();
        this.provenance = provenance;
        this.safeguards = safeguards;
        checkpoints = checkpoints(root, safeguards.keep());
    }

    /**
     * Opens the directory of a run with the usual safeguards, making it where it is missing.
     *
     * @param root the run's directory
     * @param determining what the weights depend on; a run resumes only with the same
     * @throws InputException if another process writes there, or the directory cannot be written
     */
    public RunDirectory(Path root, Map<String, Object> determining) {
        this(DirectoryLock.take(root), new Provenance(determining, Map.of()), Safeguards.DEFAULT);
    }

    private static CheckpointSeries checkpoints(Path root, int keep) {
        return new CheckpointSeries(root.resolve("checkpoints"), keep);
    }

    /**
     * Returns whether there are a model, a checkpoint or metrics of a run, complete or not.
     *
     * @param root the directory of a run, or any other path
     */
    public static boolean used(Path root) {
        DirectoryCommit.recover(root.resolve(BEST));
        boolean logged = root.resolve(RunLogs.METRICS).toFile().length() > 0;
        return logged || Files.exists(root.resolve(BEST)) || hasCheckpoint(root);
    }

    /** Returns whether there is a checkpoint of a run, complete or not. */
    public static boolean hasCheckpoint(Path root) {
        return !checkpoints(root, 1).isEmpty();
    }

    /** The directory of the best model. */
    public Path best() {
        return root.resolve(BEST);
    }

    Safeguards safeguards() {
        return safeguards;
    }

    RunLogs logs() {
        if (logs == null) {
            logs = new RunLogs(root);
        }
        return logs;
    }

    /**
     * Begins a run.
     *
     * @throws InputException if there is an earlier one
     */
    void begin() {
        if (used(root)) {
            throw new InputException(
                    root + ": required a new directory, found an earlier run; choose another, remove it,"
                            + " or resume the run");
        }
        logs().restart(0, 0);
    }

    void writeBest(TrainingTask task, TrainingState state, Validation figures) {
        Map<String, Object> all = provenance.toMap();
        all.put("seconds", state.seconds());
        all.put("skipped_steps", state.skipped());
        all.put("forced", forced);
        all.put("validation", RunLogs.figures(figures));
        task.save(best(), all);
    }

    /** Saves a checkpoint and returns its directory. */
    Path writeCheckpoint(
            Parameters parameters, Adam adam, WeightAverage average, TrainingState state, RunningMean recent) {
        Map<String, Object> json = state.toMap();
        json.put("recent", recent.toMap());
        json.put("metrics_bytes", logs().force());
        json.put("forced", forced);
        json.put("run", provenance.determining());
        return checkpoints.save(state.steps(), folder -> {
            SafetensorsWriter.write(folder.resolve(PARAMETERS), parameters.tensors(), Map.of());
            SafetensorsWriter.write(folder.resolve(FIRST_MOMENTS), parameters.tensors(adam.first()), Map.of());
            SafetensorsWriter.write(folder.resolve(SECOND_MOMENTS), parameters.tensors(adam.second()), Map.of());
            if (average.used()) {
                SafetensorsWriter.write(folder.resolve(AVERAGE), parameters.tensors(average.values()), Map.of());
            }
            ConfigJson.of(json).write(folder.resolve(STATE_FILE));
        });
    }

    /** Names the newest complete checkpoint, for messages. */
    String lastCheckpoint() {
        return checkpoints.find().newest().map(Path::toString).orElse("none");
    }

    /**
     * How a run was resumed.
     *
     * @param checkpoint what from; empty where there is none that is whole, so that the run begins anew
     * @param steps optimizer steps taken before
     * @param damaged what is wrong with newer checkpoints
     * @param differences in what the run differs from the one that saved the checkpoint; there are some only by force
     */
    public record Resumption(Optional<Path> checkpoint, int steps, List<String> damaged, List<String> differences) {
        /** Copies the lists. */
        public Resumption {
            damaged = List.copyOf(damaged);
            differences = List.copyOf(differences);
        }
    }

    /** A checkpoint that was read. */
    record Resumed(TrainingState state, Resumption how) {}

    /**
     * Fills weights, optimizer and means from the newest complete checkpoint, and cuts the logs back to it. Without one
     * the run begins anew, and ends with the same weights.
     *
     * @param force whether to go on where data, tokenizer, configuration or code are others, or the best model is lost
     * @throws ResumptionException if another run wrote the checkpoint or the best model, or that is damaged
     */
    Resumed readCheckpoint(Parameters parameters, Adam adam, WeightAverage average, RunningMean recent, boolean force) {
        CheckpointSeries.Found found = checkpoints.find();
        if (found.newest().isEmpty()) {
            return beginAnew(found.damaged(), force);
        }
        Path folder = found.newest().get();
        ConfigJson json = ConfigJson.read(folder.resolve(STATE_FILE));
        TrainingState state = TrainingState.from(json);
        List<String> differences = provenance.differences(json.object("run"));
        if (!force) {
            requireNone(differences);
        }
        state = withBest(state, force);
        read(folder.resolve(PARAMETERS), parameters.tensors());
        read(folder.resolve(FIRST_MOMENTS), parameters.tensors(adam.first()));
        read(folder.resolve(SECOND_MOMENTS), parameters.tensors(adam.second()));
        average.restart();
        Path averaged = folder.resolve(AVERAGE);
        if (average.used() && Files.exists(averaged)) { // there is none where averaging is what was forced
            read(averaged, parameters.tensors(average.values()));
        }
        adam.resume(state.steps() - state.skipped());
        recent.resume(json.object("recent"));
        noteForce(json.strings("forced"), state.steps(), differences);
        logs().restart(json.longInteger("metrics_bytes", 0, Long.MAX_VALUE), state.steps() + 1L);
        return new Resumed(state, new Resumption(found.newest(), state.steps(), found.damaged(), differences));
    }

    /** Begins a run without a complete checkpoint; an existing best model is replaced only if it is of the same run. */
    private Resumed beginAnew(List<String> damaged, boolean force) {
        DirectoryCommit.recover(best());
        DirectoryCommit.requireReplaceable(best());
        Path made = best().resolve(PROVENANCE_FILE);
        if (!force && Files.exists(made)) {
            Map<String, @Nullable Object> determining =
                    new LinkedHashMap<>(ConfigJson.read(made).values());
            determining.keySet().removeAll(provenance.circumstances().keySet());
            determining.keySet().removeAll(NOTES);
            requireNone(provenance.differences(ConfigJson.of(determining)));
        }
        logs().restart(0, 0);
        return new Resumed(TrainingState.start(), new Resumption(Optional.empty(), 0, damaged, List.of()));
    }

    private void requireNone(List<String> differences) {
        if (!differences.isEmpty()) {
            String shown = String.join(", ", differences.subList(0, Math.min(SHOWN, differences.size())));
            throw new ResumptionException(
                    root + ": required the data, tokenizer, options and program the run was begun with,"
                            + " found others: " + shown + (differences.size() > SHOWN ? ", ..." : "")
                            + "; use the same, start anew in another directory");
        }
    }

    /** Returns the state after verifying its best model. */
    private TrainingState withBest(TrainingState state, boolean force) {
        if (state.best() == null) {
            return state;
        }
        try {
            DirectoryCommit.recover(best());
            DirectoryCommit.verify(best());
            return state;
        } catch (InputException e) {
            if (force) {
                return state.withoutBest();
            }
            throw new ResumptionException(e);
        }
    }

    private void noteForce(List<String> before, int steps, List<String> differences) {
        List<String> all = new ArrayList<>(before);
        differences.forEach(difference -> all.add("from step " + steps + ": " + difference));
        forced = List.copyOf(all);
    }

    private static void read(Path file, List<NamedTensor> tensors) {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            tensors.forEach(opened::read);
        }
    }

    @Override
    public void close() {
        if (logs != null) {
            logs.close();
        }
        lock.close();
    }
}
