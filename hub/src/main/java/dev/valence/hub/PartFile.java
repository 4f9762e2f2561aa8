package dev.valence.hub;

import dev.valence.InputException;
import dev.valence.internal.files.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A partial download: {@code NAME.part}, and in {@code NAME.part.validator} the server's name of this version of the
 * file, so that two versions are never joined. Locked against other processes while open.
 */
final class PartFile implements Closeable {
    private final Path path;
    private final Path validatorPath;
    private final FileChannel channel;
    private final boolean contentKnown;

    private PartFile(Path path, FileChannel channel, boolean contentKnown) {
        this.path = path;
        this.validatorPath = path.resolveSibling(path.getFileName() + ".validator");
        this.channel = channel;
        this.contentKnown = contentKnown;
    }

    /**
     * Opens the part of a file, empty if there is none that can be continued.
     *
     * @throws InputException if it is being fetched already
     */
    static PartFile open(Path file) throws IOException {
        return open(file.resolveSibling(file.getFileName() + ".part"), false);
    }

    /**
     * Opens the part of a file with a known checksum, which can be continued without a version.
     *
     * @param path the part itself
     * @throws InputException if it is being fetched already
     */
    static PartFile openKnown(Path path) throws IOException {
        return open(path, true);
    }

    private static PartFile open(Path path, boolean contentKnown) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        PartFile part = new PartFile(path, channel, contentKnown);
        try {
            part.lock();
            if (!part.canGoOn()) {
                part.restart(Optional.empty());
            }
            return part;
        } catch (InputException | IOException e) {
            channel.close();
            throw e;
        }
    }

    private void lock() throws IOException {
        boolean free;
        try {
            free = channel.tryLock() != null; // given back with the channel
        } catch (OverlappingFileLockException e) {
            free = false;
        }
        if (!free) {
            throw new InputException(
                    path + ": expected to be the only one to fetch it, found another process at it: wait for that one");
        }
    }

    /** Number of bytes received. */
    long size() throws IOException {
        return channel.size();
    }

    /** Returns whether the download can be continued. */
    boolean canGoOn() throws IOException {
        return contentKnown || validator().isPresent();
    }

    /** Version of these bytes, empty if it is not known. */
    Optional<String> validator() throws IOException {
        return Files.exists(validatorPath) ? Optional.of(Files.readString(validatorPath)) : Optional.empty();
    }

    /** Discards the bytes, and records the version to come. */
    void restart(Optional<String> validator) throws IOException {
        channel.truncate(0);
        if (validator.isPresent() && !contentKnown) {
            Files.writeString(validatorPath, validator.get());
        } else {
            Files.deleteIfExists(validatorPath);
        }
    }

    /** Adds bytes at the end. */
    void append(ByteBuffer bytes) throws IOException {
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** SHA-256 of the bytes received, in lower-case hexadecimal digits. */
    String sha256() throws IOException {
        return new Sha256().add(content()).hex();
    }

    /** The bytes received, from the start; closing the stream would release the lock. */
    InputStream content() throws IOException {
        channel.position(0);
        return Channels.newInputStream(channel);
    }

    /** Makes the part the file, in one step. */
    void moveTo(Path file) throws IOException {
        channel.force(true);
        Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(validatorPath);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
