package dev.valence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder next to the project with data and reference results; a test that asks for what is absent is skipped. */
public final class SharedFolder {
    // Tests run in the module's folder, one below the project's root.
    private static final Path SHARED = Path.of("..", "..", "shared");

    private SharedFolder() {}

    /** A file or folder below {@code ../shared/data}. */
    public static Path data(String name) {
        return existing(SHARED.resolve("data").resolve(name));
    }

    /** A file or folder below {@code ../shared/reference}. */
    public static Path reference(String name) {
        return existing(SHARED.resolve("reference").resolve(name));
    }

    private static Path existing(Path path) {
        assumeTrue(Files.exists(path), () -> path + " is absent");
        return path;
    }
}
