package dev.valence.internal.checkpoint;

import dev.valence.InputException;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The list of files in a committed directory, with their checksums: for every file but the manifest and a README.md its SHA-256 and its size, by its path within. */
final class Manifest {
    static final String FILE_NAME = "manifest.json";
    /** A model's card is for people: they may change it, and nothing is read from it. */
    private static final String CARD = "README.md";

    /** One file's content. */
    private record Content(String sha256, long bytes) {}

    private final SortedMap<String, Content> contents = new TreeMap<>();

    private Manifest() {}

    /** The manifest of what is in a directory now. */
    static Manifest of(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        for (Map.Entry<String, Path> file : files(directory).entrySet()) {
            manifest.contents.put(file.getKey(), content(file.getValue()));
        }
        return manifest;
    }

    /** The manifest kept in a directory. */
    static Manifest read(Path directory) {
        ConfigJson json = ConfigJson.read(directory.resolve(FILE_NAME));
        Manifest manifest = new Manifest();
        for (String name : json.values().keySet()) {
            ConfigJson file = json.object(name);
            manifest.contents.put(
                    name, new Content(file.string("sha256"), file.longInteger("bytes", 0, Long.MAX_VALUE)));
        }
        if (manifest.isEmpty()) {
            throw new InputException(directory.resolve(FILE_NAME)
                    + ": required the files of the directory, found an empty list; save or copy the directory again");
        }
        return manifest;
    }

    /** SHA-256 of a file, 64 hexadecimal digits, empty where it is not listed. */
    Optional<String> sha256(String file) {
        return Optional.ofNullable(contents.get(file)).map(Content::sha256);
    }

    /** SHA-256 of a file, 64 hexadecimal digits. */
    static String sha256(Path file) throws IOException {
        return content(file).sha256();
    }

    boolean isEmpty() {
        return contents.isEmpty();
    }

    void write(Path directory) {
        Map<String, Object> json = new LinkedHashMap<>();
        contents.forEach((name, content) -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("sha256", content.sha256());
            file.put("bytes", content.bytes());
            json.put(name, file);
        });
        ConfigJson.of(json).write(directory.resolve(FILE_NAME));
    }

    /** How the listed files of a directory differ from this manifest; files it does not list do not count. */
    List<String> differences(Path directory) throws IOException {
        // Looked up among the files that are there, so that a listed name cannot lead out of the directory.
        Map<String, Path> present = files(directory);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Content> listed : contents.entrySet()) {
            Path file = present.get(listed.getKey());
            if (file == null) {
                differences.add(listed.getKey() + " missing");
            } else if (Files.size(file) != listed.getValue().bytes()) {
                differences.add(listed.getKey() + " of " + Files.size(file) + " bytes instead of "
                        + listed.getValue().bytes());
            } else if (!sha256(file).equals(listed.getValue().sha256())) {
                differences.add(listed.getKey() + " changed");
            }
        }
        return differences;
    }

    /** Files of a directory that are neither listed nor part of every committed directory. */
    List<Path> unlisted(Path directory) throws IOException {
        SortedMap<String, Path> others = files(directory);
        others.keySet().removeAll(contents.keySet());
        return List.copyOf(others.values());
    }

    private static SortedMap<String, Path> files(Path directory) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.filter(Files::isRegularFile).forEach(path -> {
                String name = directory.relativize(path).toString().replace('\\', '/');
                if (!name.equals(FILE_NAME) && !name.equals(CARD)) {
                    files.put(name, path);
                }
            });
        }
        return files;
    }

    private static Content content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Content(new Sha256().add(in).hex(), Files.size(file));
        }
    }
}
