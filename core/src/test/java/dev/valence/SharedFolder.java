package dev.valence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that may not be copied into the repository lie next to it; tests that want them skip where they are absent. */
public final class SharedFolder {
    private static final Path SHARED = Path.of("..", "..", "shared"); // from the folder of a module

    private SharedFolder() {}

    /** A file or folder of data. */
    public static Path data(String name) {
        return require(SHARED.resolve("data").resolve(name));
    }

    /** A file or folder of results made with other tools. */
    public static Path reference(String name) {
        return require(SHARED.resolve("reference").resolve(name));
    }

    private static Path require(Path path) {
        assumeTrue(Files.exists(path), "skipped: " + path + " is absent");
        return path;
    }
}
