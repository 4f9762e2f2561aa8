package dev.valence.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written beside its place and put there once it is complete, so that whoever looks finds the former file, none, or
 * the whole new one, wherever the program ends. Several writers of one file do not meet: the last one to commit wins.
 *
 * <pre>{@code
 * try (WholeFile file = new WholeFile(target)) {
 *     Files.writeString(file.draft(), text);
 *     file.commit();
 * }
 * }</pre>
 */
public final class WholeFile implements AutoCloseable {
    private final Path target;
    private final Path draft;

    /**
     * Makes an empty draft, so that a folder that cannot be written is found before the work is done.
     *
     * @param target where the file goes, in a folder that exists
     */
    public WholeFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        this.draft = this.target.resolveSibling("." + this.target.getFileName() + "." + UUID.randomUUID() + ".draft");
        Files.createFile(draft);
    }

    /** Where to write: an empty file that nobody else knows. */
    public Path draft() {
        return draft;
    }

    /**
     * Forces the draft to the disk and makes it the file, in place of one that is there.
     *
     * @throws IOException if the draft is gone, or cannot be put there; the former file then stays
     */
    public void commit() throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a draft that was not committed. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(draft);
    }
}
