package dev.valence.internal.rows;

import dev.valence.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Text files by name, or by the folder they are in. */
public final class TextFiles {
    private static final String ENDING = ".txt";

    private TextFiles() {}

    /**
     * The files that are meant: each file itself, and of a folder those that end in {@code .txt}, by name.
     *
     * @throws InputException if a path does not exist, or a folder has no such file
     */
    public static List<Path> of(List<Path> paths) {
        return paths.stream().flatMap(path -> of(path).stream()).toList();
    }

    private static List<Path> of(Path path) {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new InputException(path + ": required a text file or a folder, found nothing; check the path");
            }
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> texts = files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
            if (texts.isEmpty()) {
                throw new InputException(path + ": required a folder with .txt files, found none; name the files");
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }
}
