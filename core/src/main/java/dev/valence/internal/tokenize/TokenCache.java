package dev.valence.internal.tokenize;

import dev.valence.internal.Progress;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A token cache on disk, one file for each combination of tokenizer, maximum length and texts, so that
 * the same texts are tokenized once. A file that is damaged, or does not belong there, is made anew; a folder that cannot be
 * used is warned of. Thread-safe; several
 * processes may use one folder.
 */
public final class TokenCache {
    private final Path folder;
    private final Consumer<String> warnings;

    /**
     * @param folder where the files go; created when the first is written
     * @param warnings told in a line where a file cannot be read or written, which costs time and nothing else
     */
    public TokenCache(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    /** Reads the token ids of these texts, or encodes them with {@link Tokenization#of} and keeps the outcome. */
    public Tokenization tokenize(Tokenizer tokenizer, List<String> texts, int threads, Progress progress) {
        byte[] key = key(tokenizer, texts);
        Path file = folder.resolve(HexFormat.of().formatHex(key) + ".tokens");
        Optional<Tokenization> kept = read(file, key, texts.size());
        if (kept.isPresent()) {
            progress.update(texts.size(), texts.size());
            return kept.get();
        }
        Tokenization made = Tokenization.of(tokenizer, texts, threads, progress);
        try {
            write(file, key, made);
        } catch (IOException e) {
            warnings.accept("The tokens are not kept for the next time: " + file + " cannot be written (" + e + ").");
        }
        return made;
    }

    private Optional<Tokenization> read(Path file, byte[] key, int texts) {
        try {
            return TokenCacheFile.read(file, key, texts);
        } catch (IOException e) {
            warnings.accept("Tokenizing anew: " + file + " cannot be read (" + e + ").");
            return Optional.empty();
        }
    }

    private void write(Path file, byte[] key, Tokenization tokenization) throws IOException {
        Files.createDirectories(folder);
        try (WholeFile fresh = new WholeFile(file)) {
            TokenCacheFile.write(fresh.draft(), key, tokenization);
            fresh.commit();
        }
    }

    /** SHA-256 over all that the ids depend on. */
    private static byte[] key(Tokenizer tokenizer, List<String> texts) {
        Sha256 digest = new Sha256().add(tokenizer.contentHash()).add(tokenizer.maximumLength(), texts.size());
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.add(bytes.length).add(bytes);
        }
        return digest.bytes();
    }
}
