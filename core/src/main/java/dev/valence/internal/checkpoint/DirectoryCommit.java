package dev.valence.internal.checkpoint;

import dev.valence.InputException;
import dev.valence.internal.files.DiskOperations;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a directory as a whole, so that a crash at any moment leaves the former or the new one, complete.
 *
 * <p>The new content is written to {@code .NAME.valence-new} next to the target, then a manifest of it, and forced to the
 * disk. Then the target is renamed to {@code .NAME.valence-old}, the new one to the target, and the old one deleted. After
 * a crash between the two renames {@link #recover} puts the former back. One process at a time may commit to a target.
 */
public final class DirectoryCommit {
    static final String NEW = "new";
    static final String OLD = "old";
    static final String REMOVED = "removed";

    private static final int MAX_DIFFERENCES = 5;

    /** Writes the content of a directory. */
    @FunctionalInterface
    public interface Contents {
        /**
         * Writes at least one file.
         *
         * @param folder an empty directory
         * @throws IOException if that fails; nothing is committed then
         */
        void writeTo(Path folder) throws IOException;
    }

    private DirectoryCommit() {}

    /**
     * Writes a directory that is new; missing parents are created. Nothing is there where it fails.
     *
     * @throws InputException if the target is a file, or a directory that is not empty
     * @throws IllegalArgumentException if no file was written
     * @throws UncheckedIOException if writing fails
     */
    public static void commit(Path target, Contents contents) {
        recover(target);
        requireFree(target);
        replace(target, contents);
    }

    /**
     * Writes a directory anew and puts it in the place of what was committed to {@code target} before; also commits where
     * nothing is. Files that others put there stay. Where it fails the former content is as it was.
     *
     * @throws InputException if the target is a file, or a directory that was not committed
     * @throws IllegalArgumentException if no file was written
     * @throws UncheckedIOException if writing fails, or the new content is in its place and the former cannot be deleted
     */
    public static void replace(Path target, Contents contents) {
        requireReplaceable(target);
        Path fresh = sibling(target, NEW);
        Path former = sibling(target, OLD);
        try {
            Files.createDirectories(parent(target));
            recover(target);
            discard(former, target);
            DiskOperations.delete(fresh);
            Files.createDirectory(fresh);
            try {
                fill(fresh, contents);
                putInPlace(target, fresh, former);
            } catch (IOException | RuntimeException | Error failure) {
                deleteAfter(failure, fresh);
                throw failure;
            }
            discard(former, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit " + target, e);
        }
    }

    /**
     * Puts the former directory back where a crash left none in its place; does nothing otherwise. To be called before a
     * committed directory is opened.
     *
     * @throws UncheckedIOException if renaming fails
     */
    public static void recover(Path target) {
        Path former = sibling(target, OLD);
        try {
            if (!DiskOperations.exists(target) && DiskOperations.exists(former)) {
                DiskOperations.move(former, target);
                DiskOperations.sync(parent(target));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot recover " + target + " from " + former, e);
        }
    }

    /**
     * Makes sure that nothing is lost by saving to a directory that should be new.
     *
     * @throws InputException if something is there
     */
    public static void requireFree(Path directory) {
        String[] present = directory.toFile().list();
        if (Files.exists(directory) && (present == null || present.length > 0)) {
            throw new InputException(directory + ": required a directory that is new or empty, found "
                    + (present == null ? "a file" : "one with files") + "; choose another");
        }
    }

    /** Whether a directory was committed: it has a manifest. */
    public static boolean hasManifest(Path directory) {
        return Files.exists(directory.resolve(Manifest.FILE_NAME));
    }

    /**
     * Checks the files of a committed directory against its manifest; further files do not matter.
     *
     * @throws InputException if it has no manifest, cannot be read, or a listed file is missing or changed
     */
    public static void verify(Path directory) {
        Manifest manifest = Manifest.read(directory);
        try {
            List<String> differences = manifest.differences(directory);
            if (!differences.isEmpty()) {
                String shown = String.join(", ", differences.subList(0, Math.min(MAX_DIFFERENCES, differences.size())));
                throw new InputException(directory + ": required the files listed in " + Manifest.FILE_NAME + ", found "
                        + differences.size() + " different: " + shown + "; save or copy the directory again");
            }
        } catch (IOException e) {
            throw UnreadableFile.because(directory, "the files listed in " + Manifest.FILE_NAME, e);
        }
    }

    /**
     * Removes a committed directory; after a crash it is there, whole, or gone.
     *
     * @throws UncheckedIOException if that fails
     */
    public static void remove(Path target) {
        Path removed = sibling(target, REMOVED);
        try {
            DiskOperations.delete(removed);
            DiskOperations.move(target, removed);
            DiskOperations.delete(removed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + target, e);
        }
    }

    /**
     * SHA-256 of a file, 64 hexadecimal digits: in a committed directory as its manifest says, in another as it is.
     *
     * @throws InputException if there is a manifest that does not list the file, or the file cannot be read
     */
    public static String sha256(Path directory, String file) {
        if (!hasManifest(directory)) {
            try {
                return Manifest.sha256(directory.resolve(file));
            } catch (IOException e) {
                throw UnreadableFile.because(directory.resolve(file), "a file", e);
            }
        }
        return Manifest.read(directory)
                .sha256(file)
                .orElseThrow(() -> new InputException(directory + ": required " + file + " in " + Manifest.FILE_NAME
                        + ", found none; save or copy the directory again"));
    }

    /** Where the new or the old content is while it is not in its place. */
    static Path sibling(Path target, String state) {
        return parent(target).resolve("." + target.toAbsolutePath().normalize().getFileName() + ".valence-" + state);
    }

    private static Path parent(Path target) {
        Path parent = target.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new InputException(target + ": required a directory inside another, found the root; choose another");
        }
        return parent;
    }

    /**
     * Makes sure that {@link #replace} would find nothing but what it may replace.
     *
     * @throws InputException if the target is a file, or a directory that was not committed and is not empty
     */
    public static void requireReplaceable(Path target) {
        if (!DiskOperations.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new InputException(
                    target + ": required a directory or nothing, found a file; choose another place or remove it");
        }
        if (Files.exists(target.resolve(Manifest.FILE_NAME))) {
            Manifest.read(target);
        } else if (!isEmpty(target)) {
            throw new InputException(target + ": required a directory that was saved by this program, or an empty one,"
                    + " found other files; choose another place or move them away");
        }
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw UnreadableFile.because(directory, "a directory", e);
        }
    }

    private static void fill(Path folder, Contents contents) throws IOException {
        contents.writeTo(folder);
        Manifest manifest = Manifest.of(folder);
        if (manifest.isEmpty()) {
            throw new IllegalArgumentException("contents must write at least one file, found none in " + folder);
        }
        DiskOperations.syncTree(folder);
        manifest.write(folder);
        DiskOperations.sync(folder.resolve(Manifest.FILE_NAME));
        DiskOperations.sync(folder);
    }

    private static void putInPlace(Path target, Path fresh, Path former) throws IOException {
        boolean replaces = DiskOperations.exists(target);
        if (replaces) {
            DiskOperations.move(target, former);
        }
        try {
            DiskOperations.move(fresh, target);
        } catch (IOException failure) {
            if (replaces) {
                moveBackAfter(failure, former, target);
            }
            throw failure;
        }
        DiskOperations.sync(parent(target));
    }

    /** Deletes former content, after moving what was not committed with it to the new one. */
    private static void discard(Path former, Path target) throws IOException {
        if (hasManifest(former)) { // else a crash came in the middle of deleting it
            for (Path other : Manifest.read(former).unlisted(former)) {
                Path place = target.resolve(former.relativize(other));
                if (!DiskOperations.exists(place)) {
                    Files.createDirectories(parent(place));
                    DiskOperations.move(other, place);
                }
            }
        }
        DiskOperations.delete(former);
    }

    private static void moveBackAfter(Throwable failure, Path former, Path target) {
        try {
            DiskOperations.move(former, target);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void deleteAfter(Throwable failure, Path folder) {
        try {
            DiskOperations.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }
}
