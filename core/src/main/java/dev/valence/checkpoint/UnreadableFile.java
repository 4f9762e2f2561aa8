package dev.valence.checkpoint;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Words for a file of the user's that cannot be read. */
public final class UnreadableFile {
    private UnreadableFile() {}

    /** The exception to throw where {@code required} should have been read from {@code file}. */
    public static InputException because(Path file, String required, IOException cause) {
        String found = cause instanceof NoSuchFileException
                ? "no such file; check the path"
                : "a file that cannot be read (" + cause + "); check its permissions";
        return new InputException(file + ": required " + required + ", found " + found, cause);
    }
}
