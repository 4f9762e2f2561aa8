package dev.valence.internal.checkpoint;

import dev.valence.InputException;
import dev.valence.internal.files.DiskOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run, {@code step-0000123} and so on in one folder, each committed as a whole by
 * {@link DirectoryCommit}. Only the newest are kept. A folder that is not whole is never used and never deleted. One
 * process at a time may write to a series; not thread-safe.
 */
public final class CheckpointSeries {
    private static final Pattern NAME = Pattern.compile("step-\\d{7,10}");
    private static final Pattern UNFINISHED = Pattern.compile("\\.step-\\d{7,10}\\.valence-(new|removed)");

    private final Path folder;
    private final int keep;
    private final Set<Path> whole = new HashSet<>(); // checked, or committed here

    /**
     * @param folder where the checkpoints are; made when the first is saved
     * @param keep how many to keep, at least 1
     */
    public CheckpointSeries(Path folder, int keep) {
        if (keep < 1) {
            throw new InputException("at least 1 checkpoint must be kept, found " + keep);
        }
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * What a series holds.
     *
     * @param newest the newest checkpoint that is whole, if there is one
     * @param damaged what is wrong with those that are newer, newest first
     */
    public record Found(Optional<Path> newest, List<String> damaged) {
        /** Copies the list. */
        public Found {
            damaged = List.copyOf(damaged);
        }
    }

    /**
     * Looks for the checkpoint to go on from, every byte of which is checked.
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public Found find() {
        List<String> damaged = new ArrayList<>();
        for (Path checkpoint : newestFirst()) {
            Optional<String> difference = difference(checkpoint);
            if (difference.isEmpty()) {
                return new Found(Optional.of(checkpoint), damaged);
            }
            damaged.add(difference.get());
        }
        return new Found(Optional.empty(), damaged);
    }

    /** Whether there is no checkpoint, not even a damaged one. */
    public boolean isEmpty() {
        return newestFirst().isEmpty();
    }

    /**
     * Commits a checkpoint and removes the oldest beyond those kept. What is damaged in its place is set aside.
     *
     * @param step optimizer steps taken, by which checkpoints are ordered
     * @return where it is
     * @throws UncheckedIOException if writing fails; the former checkpoints are as they were
     */
    public Path save(int step, DirectoryCommit.Contents contents) {
        Path checkpoint = folder.resolve(String.format(Locale.ROOT, "step-%07d", step));
        try {
            clean();
            if (DiskOperations.exists(checkpoint) && difference(checkpoint).isPresent()) {
                setAside(checkpoint);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit " + checkpoint, e);
        }
        whole.remove(checkpoint);
        DirectoryCommit.replace(checkpoint, contents);
        whole.add(checkpoint);
        newestFirst().stream()
                .filter(each -> difference(each).isEmpty())
                .skip(keep)
                .forEach(DirectoryCommit::remove);
        return checkpoint;
    }

    /** Deletes what a crash left of a commit or a removal; nothing of it is a checkpoint. */
    private void clean() throws IOException {
        for (Path each : list()) {
            if (UNFINISHED.matcher(each.getFileName().toString()).matches()) {
                DiskOperations.delete(each);
            }
        }
    }

    private static void setAside(Path checkpoint) throws IOException {
        Path aside = checkpoint.resolveSibling(checkpoint.getFileName() + ".damaged");
        for (int number = 2; DiskOperations.exists(aside); number++) {
            aside = checkpoint.resolveSibling(checkpoint.getFileName() + ".damaged-" + number);
        }
        DiskOperations.move(checkpoint, aside);
    }

    /** What is wrong with a checkpoint; found out once for those that are whole. */
    private Optional<String> difference(Path checkpoint) {
        if (whole.contains(checkpoint)) {
            return Optional.empty();
        }
        try {
            DirectoryCommit.verify(checkpoint);
            whole.add(checkpoint);
            return Optional.empty();
        } catch (InputException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<Path> newestFirst() {
        return list().stream()
                .filter(each -> NAME.matcher(each.getFileName().toString()).matches())
                .sorted(Comparator.comparingLong(CheckpointSeries::step).reversed())
                .toList();
    }

    private static long step(Path checkpoint) {
        String name = checkpoint.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }

    private List<Path> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }
}
