package dev.valence.internal.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making, in a folder {@code .NAME.UUID.draft} of its own. Beside it is a file that its writer holds locked, so
 * that a draft whose writer has died can be told from one that is being written: the lock ends with the process.
 */
final class Draft implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final Pattern FOLDER = Pattern.compile("\\.(.+)\\.[0-9a-f-]{36}\\.draft");

    private final Path folder;
    private final Path file;
    private final FileChannel lock;

    private Draft(Path folder, Path file, FileChannel lock) {
        this.folder = folder;
        this.file = file;
        this.lock = lock;
    }

    /**
     * Makes an empty draft.
     *
     * @param target what it is to become, in a folder that exists
     */
    static Draft of(Path target) throws IOException {
        @Nullable Draft draft = attempt(target);
        while (draft == null) { // a sweep came between its folder and its lock
            draft = attempt(target);
        }
        return draft;
    }

    private static @Nullable Draft attempt(Path target) throws IOException {
        Path folder = Files.createDirectory(
                target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".draft"));
        Path file = folder.resolve(target.getFileName());
        try {
            Path lockFile = folder.resolve(LOCK);
            FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Draft draft = new Draft(folder, file, lock);
            if (tryLock(lock) && Files.exists(lockFile)) {
                Files.createFile(file);
                return draft;
            }
            draft.close();
            return null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) { // no room, for one
            remove(folder, file);
            throw e;
        }
    }

    /** Whether a lock is held from now on; also true on file systems that know none, where no sweep finds one either. */
    private static boolean tryLock(FileChannel lock) {
        try {
            return lock.tryLock() != null;
        } catch (IOException e) {
            return true;
        }
    }

    /** Where to write. */
    Path file() {
        return file;
    }

    /** Removes what was not moved away. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        lock.close();
        remove(folder, file);
    }

    /** Removes the drafts in a folder whose writers are gone. */
    static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, ".*.draft")) {
            for (Path folder : drafts) {
                Matcher name = FOLDER.matcher(folder.getFileName().toString());
                if (name.matches()) {
                    sweep(folder, folder.resolve(name.group(1)));
                }
            }
        }
    }

    private static void sweep(Path folder, Path file) throws IOException {
        try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(folder, file);
            }
        } catch (OverlappingFileLockException e) { // a writer of this process has it
            return;
        } catch (NoSuchFileException e) { // its writer died, or is, between making the folder and the lock
            remove(folder, file);
        }
    }

    private static void remove(Path folder, Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.deleteIfExists(folder);
    }
}
