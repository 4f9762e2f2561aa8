package dev.valence.internal.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written beside its place and put there once it is complete, so that a reader finds the former file, none, or
 * the whole new one, wherever the program ends. Several writers of one file do not meet: the last one to commit wins. Drafts
 * that killed writers left in the folder are removed, those of living ones never. A device, a pipe or a link is written to as
 * it is: {@code /dev/stdout} must not become a file.
 *
 * <pre>{@code
 * try (WholeFile file = new WholeFile(target)) {
 *     Files.writeString(file.draft(), text);
 *     file.commit();
 * }
 * }</pre>
 *
 * <p>Belongs to one thread.
 */
public final class WholeFile implements AutoCloseable {
    private final Path target;
    private final @Nullable Draft draft; // null where the target is written to as it is

    /**
     * Makes an empty draft, so that a folder that cannot be written is found before the work is done.
     *
     * @param target where the file goes, in a folder that exists
     */
    public WholeFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        boolean special = Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
        if (special) {
            draft = null;
        } else {
            draft = Draft.of(this.target);
            sweep(this.target.getParent());
        }
    }

    /**
     * Writes a file in one go.
     *
     * @throws UncheckedIOException if that fails
     */
    public static void write(Path file, byte[] content) {
        try (WholeFile fresh = new WholeFile(file)) {
            Files.write(fresh.draft(), content);
            fresh.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Where to write: an empty file that nobody else knows, or the target where that is no ordinary file. */
    public Path draft() {
        return draft == null ? target : draft.file();
    }

    /**
     * Forces the draft to the disk and makes it the file, in place of one that is there.
     *
     * @throws IOException if the draft is gone, or cannot be put there; the former file then stays
     */
    public void commit() throws IOException {
        if (draft == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(draft.file(), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft.file(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a draft that was not committed. */
    @Override
    public void close() throws IOException {
        if (draft != null) {
            draft.close();
        }
    }

    /** Removes the drafts in a folder whose writers are gone. What cannot be removed stays, and does no harm. */
    public static void sweep(@Nullable Path folder) {
        if (folder != null) {
            try {
                Draft.sweep(folder);
            } catch (IOException
                    | DirectoryIteratorException e) { // the folder cannot be listed, or another process sweeps it
                return;
            }
        }
    }
}
