package dev.valence.internal.files;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Messages about a user's file that cannot be read. */
public final class UnreadableFile {
    private UnreadableFile() {}

    /** The exception to throw where {@code required} should have been read from {@code file}. */
    public static InputException because(Path file, String required, IOException cause) {
        return new InputException(file + ": required " + required + ", found " + found(cause), cause);
    }

    private static String found(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file; check the path";
        }
        if (cause instanceof AccessDeniedException) {
            return "one that may not be read; change its permissions";
        }
        String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        return "one that cannot be read (" + reason + "); check the path and the disk";
    }
}
