package dev.valence.hub;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import dev.valence.internal.files.ZipArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Stanford Sentiment Treebank with two classes (Socher et al. 2013) as the <a
 * href="https://gluebenchmark.com/tasks">GLUE</a> benchmark distributes it, downloaded once into a cache.
 */
public final class Sst2Archive {
    /** Address of the archive. */
    public static final URI ADDRESS = URI.create("https://dl.fbaipublicfiles.com/glue/data/SST-2.zip");

    private static final String FOLDER = "SST-2";
    private static final List<String> NEEDED = List.of("train.tsv", "dev.tsv");
    private static final long MOST_BYTES = 256L << 20; // packed or unpacked; the real one has about 30 MiB

    private Sst2Archive() {}

    /**
     * Fetches and unpacks the archive unless that has been done.
     *
     * @param cache a folder to keep it in, made where it is missing
     * @param progress told while bytes come
     * @return the folder {@code SST-2} in the cache, with {@code train.tsv}, {@code dev.tsv} and {@code test.tsv}
     * @throws InputException if it cannot be fetched, or is not what it should be; the message says what to do
     * @throws UncheckedIOException if the cache cannot be written
     */
    public static Path fetch(Path cache, Progress progress) {
        return fetch(ADDRESS, cache, progress);
    }

    /** The same from another address; see {@link #fetch(Path, Progress)}. */
    public static Path fetch(URI address, Path cache, Progress progress) {
        Path directory = cache.resolve(FOLDER);
        if (!Files.exists(directory)) {
            Path archive = Download.fetch(address, cache.resolve(FOLDER + ".zip"), MOST_BYTES, progress);
            try {
                unpack(archive, directory);
            } catch (IOException e) {
                throw new UncheckedIOException(directory + ": cannot be written", e);
            }
        }
        requireFiles(directory, directory.toString());
        return directory;
    }

    /** Unpacks next to the directory and moves the whole in one step, in one process at a time. */
    private static void unpack(Path archive, Path directory) throws IOException {
        Path lock = directory.resolveSibling(FOLDER + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // given back with the channel
            if (!Files.exists(directory)) {
                unpack(archive, directory, directory.resolveSibling(FOLDER + ".unpacking"));
            }
        }
    }

    private static void unpack(Path archive, Path directory, Path draft) throws IOException {
        delete(draft); // of a process that was killed
        Files.createDirectory(draft);
        try {
            String advice = "delete it and " + archive.getFileName() + ".sha256 to fetch it anew";
            ZipArchive.unpack(archive, draft, new ZipArchive.Allowance(MOST_BYTES), advice);
            requireFiles(draft.resolve(FOLDER), archive.toString());
            Files.move(draft.resolve(FOLDER), directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(draft);
        }
    }

    private static void requireFiles(Path directory, String where) {
        for (String name : NEEDED) {
            if (!Files.isRegularFile(directory.resolve(name))) {
                throw new InputException("%s: expected the file %s/%s, found none: remove it to fetch it anew"
                        .formatted(where, FOLDER, name));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
