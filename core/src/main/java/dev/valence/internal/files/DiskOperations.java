package dev.valence.internal.files;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The disk operations of a commit: operations that reach the disk one after the other. A process may end between any two. */
public final class DiskOperations {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private static volatile Runnable before = () -> {};

    private DiskOperations() {}

    /** For tests that end a process in the middle of a commit: runs before each operation. */
    public static void before(Runnable action) {
        before = action;
    }

    public static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Renames, atomically. */
    public static void move(Path from, Path to) throws IOException {
        before.run();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Forces a file, or the names in a directory, to the disk. */
    public static void sync(Path path) throws IOException {
        before.run();
        // Windows opens no directories, and keeps their names without being asked.
        if (WINDOWS && Files.isDirectory(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forces a directory and all that is in it to the disk. */
    public static void syncTree(Path folder) throws IOException {
        for (Path path : deepestFirst(folder)) {
            sync(path);
        }
    }

    /** Deletes a directory and all that is in it, where it is there. */
    public static void delete(Path folder) throws IOException {
        if (exists(folder)) {
            for (Path path : deepestFirst(folder)) {
                before.run();
                Files.delete(path);
            }
        }
    }

    private static List<Path> deepestFirst(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
