package dev.valence.internal.weights;

import dev.valence.Environment;
import dev.valence.Listener;
import dev.valence.internal.Progress;
import dev.valence.internal.checkpoint.DirectoryCommit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cache of converted models, {@code weights} in the user's cache folder. Each has a manifest of checksums that is verified
 * on every use. One process at a time makes a directory. Also tells a {@link Listener} what is done.
 * Belongs to the thread that fetches.
 */
public final class ConvertedModels {
    private final Environment environment;
    private final Listener listener;

    ConvertedModels(Environment environment, Listener listener) {
        this.environment = environment;
        this.listener = listener;
    }

    /** The user's folders and variables. */
    public Environment environment() {
        return environment;
    }

    /** The folder of all that is kept. */
    Path folder() {
        return environment.cache().resolve("weights");
    }

    /** Progress of a download, in bytes. */
    public Progress download(String name) {
        return (done, total) -> listener.progress("Fetching " + name, "bytes", done, total);
    }

    /** Reports that something is going to be done that takes seconds. */
    public void step(String what) {
        listener.note(what + " ...");
    }

    /**
     * A model in Hugging Face's layout.
     *
     * @param directory a model that may be in another layout or format; not written to
     * @param key relative path of a converted copy in the cache, another one whenever the model is another
     * @return the directory itself if it has the layout, else the copy
     * @throws dev.valence.InputException if it is no model that is understood
     */
    public Path complete(Path directory, Path key) throws IOException {
        return ModelLayout.isComplete(directory)
                ? directory
                : kept(key, folder -> Conversion.convert(directory, folder, this::step));
    }

    /**
     * A model whose files have to be unpacked first, in Hugging Face's layout.
     *
     * @param key as in {@link #complete}
     * @param unpack writes the files of the model; called only where it is not in the cache
     * @throws dev.valence.InputException if it is no model that is understood
     */
    public Path unpacked(Path key, DirectoryCommit.Contents unpack) throws IOException {
        return kept(key, folder -> {
            Path unpacked = Files.createDirectory(folder.resolve("unpacked")); // goes with the folder after a crash
            unpack.writeTo(unpacked);
            Conversion.convert(unpacked, folder, this::step);
            delete(unpacked);
        });
    }

    private Path kept(Path key, DirectoryCommit.Contents contents) throws IOException {
        Path target = folder().resolve(key);
        if (!Files.exists(target)) { // else nothing is written: the cache may be one that cannot be
            make(target, contents);
        }
        DirectoryCommit.verify(target);
        return target;
    }

    private static void make(Path target, DirectoryCommit.Contents contents) throws IOException {
        Files.createDirectories(target.getParent());
        Path lock = target.resolveSibling(target.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // given back with the channel
            DirectoryCommit.recover(target);
            if (!Files.exists(target)) {
                DirectoryCommit.commit(target, contents);
            }
        }
    }

    static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
