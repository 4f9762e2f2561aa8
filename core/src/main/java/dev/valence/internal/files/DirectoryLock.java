package dev.valence.internal.files;

import dev.valence.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The right to write into a directory, held by one process at a time. It is a lock of the operating system on the file
 * {@code .lock}, which ends with the process, however that ends; the file stays and says which process wrote last.
 *
 * <p>Thread-safe: of several threads that take it one gets it.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE_NAME = ".lock";
    private static final int MAX_DIGITS = 20;

    private final Path directory;
    private final FileChannel channel;
    private final boolean made; // whether the directory was not there before

    private DirectoryLock(Path directory, FileChannel channel, boolean made) {
        this.directory = directory;
        this.channel = channel;
        this.made = made;
    }

    /**
     * Takes the right, making the directory where it is missing.
     *
     * @throws InputException if another has it, or the directory cannot be written
     */
    public static DirectoryLock take(Path directory) {
        boolean made = !Files.exists(directory);
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(FILE_NAME),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String other = holder(channel);
                channel.close();
                throw new InputException(directory + ": required a directory that no other process writes to, found "
                        + other + " at work there; wait for its end, or choose another directory");
            }
            note(channel);
            return new DirectoryLock(directory, channel, made);
        } catch (FileAlreadyExistsException e) {
            throw new InputException(directory + ": required a directory, found a file; choose another", e);
        } catch (IOException e) {
            throw new InputException(
                    directory + ": required a directory that can be written, found that it cannot (" + e
                            + "); choose another, or change its permissions",
                    e);
        }
    }

    /** Whether the right to write there was ever taken. */
    public static boolean wasTaken(Path directory) {
        return Files.exists(directory.resolve(FILE_NAME));
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // held by this very process
            return null;
        }
    }

    private static void note(FileChannel channel) throws IOException {
        String process = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String holder(FileChannel channel) {
        ByteBuffer digits = ByteBuffer.allocate(MAX_DIGITS);
        try {
            channel.read(digits, 0);
        } catch (IOException e) { // Windows lets nobody read what is locked
            return "another process";
        }
        return "process " + new String(digits.array(), 0, digits.position(), StandardCharsets.US_ASCII);
    }

    /** Where the holder may write. */
    public Path directory() {
        return directory;
    }

    /** Gives the right back; a directory that was made for it and that nothing was written into goes as it came. */
    @Override
    public void close() {
        try {
            channel.close();
            if (made && holdsLockAlone()) {
                Files.delete(directory.resolve(FILE_NAME));
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + directory, e);
        }
    }

    private boolean holdsLockAlone() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.allMatch(entry -> entry.endsWith(FILE_NAME));
        }
    }
}
