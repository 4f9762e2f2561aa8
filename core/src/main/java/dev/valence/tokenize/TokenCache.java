package dev.valence.tokenize;

import dev.valence.files.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what tokenizing gave in a folder, one file for each combination of tokenizer, maximum length and texts, so that
 * the same texts are tokenized once. A file that is damaged, or does not belong there, is made anew. Several threads and
 * processes may use one folder.
 */
public final class TokenCache {
    private final Path folder;

    /** @param folder where the files go; created when the first is written */
    public TokenCache(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the token ids of these texts, or encodes them with {@link Tokenization#of} and keeps the outcome.
     *
     * @throws UncheckedIOException if the folder or a file in it can neither be read nor written
     */
    public Tokenization tokenize(Tokenizer tokenizer, List<String> texts, int threads, Progress progress) {
        byte[] key = key(tokenizer, texts);
        Path file = folder.resolve(HexFormat.of().formatHex(key) + ".tokens");
        try {
            Optional<Tokenization> kept = TokenCacheFile.read(file, key, texts.size());
            if (kept.isPresent()) {
                progress.update(texts.size(), texts.size());
                return kept.get();
            }
            Tokenization made = Tokenization.of(tokenizer, texts, threads, progress);
            write(file, key, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the token cache " + file, e);
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(tokenizer.contentHash().getBytes(StandardCharsets.US_ASCII));
            digest.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(tokenizer.maximumLength())
                    .putInt(texts.size())
                    .flip());
            ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update(length.clear().putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
