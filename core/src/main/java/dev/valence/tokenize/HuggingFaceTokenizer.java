package dev.valence.tokenize;

import ai.djl.engine.EngineException;
import dev.valence.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Any {@code tokenizer.json} of Hugging Face tokenizers, run by their own library through DJL. The truncation and padding
 * the file asks for are ignored: a text is never padded, and cut to the maximum length given here only. Unpaired
 * surrogates count as {@code ?}. May be shared between threads until it is closed.
 */
public final class HuggingFaceTokenizer implements Tokenizer {
    /** Name of the file in a model directory. */
    public static final String FILE_NAME = "tokenizer.json";

    private static final Map<String, String> NEITHER_CUT_NOR_PAD =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad", "addSpecialTokens", "true");

    private final ai.djl.huggingface.tokenizers.HuggingFaceTokenizer library;
    private final Vocabulary vocabulary;
    private final String contentHash;
    private final int maximumLength;

    private HuggingFaceTokenizer(Path file, byte[] json, int maximumLength) {
        this.vocabulary = new Vocabulary(json, file);
        this.contentHash = sha256(json);
        this.maximumLength = maximumLength;
        this.library = load(file, json);
        int special = sum(library.encode("").getSpecialTokenMask());
        if (maximumLength <= special) {
            library.close();
            throw new InputException("the maximum length must be above " + special
                    + ", the special tokens around each text, found " + maximumLength + "; give a larger number");
        }
    }

    /**
     * Opens a tokenizer. DJL unpacks its native library into its cache folder on first use; it is told not to use the
     * network and not to send telemetry, unless the system property {@code ai.djl.offline} says otherwise already.
     *
     * @param path a {@code tokenizer.json}, or a directory that holds one
     * @param maximumLength greatest number of tokens of one text, special tokens included
     * @throws InputException if the file is missing or broken, or the maximum length leaves no room for text
     */
    public static HuggingFaceTokenizer open(Path path, int maximumLength) {
        Path file = Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
        try {
            return new HuggingFaceTokenizer(file, Files.readAllBytes(file), maximumLength);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": required a " + FILE_NAME + ", found no such file; check the path or train a tokenizer",
                    e);
        } catch (IOException e) {
            throw new InputException(
                    file + ": required a readable " + FILE_NAME + ", found " + e + "; check the file", e);
        }
    }

    @Override
    public Encoding encode(String text) {
        // The native side reads unpaired surrogates as garbage for the whole text; Java's encoder makes them '?'.
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        ai.djl.huggingface.tokenizers.Encoding whole = library.encode(wellFormed);
        return cut(whole.getIds(), whole.getSpecialTokenMask());
    }

    /** Keeps the special tokens and as many of the text's first tokens as fit. */
    private Encoding cut(long[] ids, long[] specialTokenMask) {
        int room = maximumLength - sum(specialTokenMask);
        int length = Math.min(ids.length, maximumLength);
        int[] kept = new int[length];
        BitSet keptSpecial = new BitSet(length);
        int next = 0;
        for (int i = 0; i < ids.length; i++) {
            if (specialTokenMask[i] == 1) {
                keptSpecial.set(next);
                kept[next++] = Math.toIntExact(ids[i]);
            } else if (room > 0) {
                room--;
                kept[next++] = Math.toIntExact(ids[i]);
            }
        }
        return new Encoding(kept, keptSpecial, length < ids.length);
    }

    private static int sum(long[] mask) {
        return Math.toIntExact(Arrays.stream(mask).sum());
    }

    @Override
    public int maximumLength() {
        return maximumLength;
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public boolean contains(int id) {
        return vocabulary.contains(id);
    }

    @Override
    public String token(int id) {
        return vocabulary.token(id);
    }

    @Override
    public String contentHash() {
        return contentHash;
    }

    @Override
    public void close() {
        library.close();
    }

    private static ai.djl.huggingface.tokenizers.HuggingFaceTokenizer load(Path file, byte[] json) {
        stayOffline();
        try {
            return ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json), NEITHER_CUT_NOR_PAD);
        } catch (EngineException e) {
            throw new InputException(
                    "required the native library of Hugging Face tokenizers, found none for this system ("
                            + e.getMessage() + "); use Linux, macOS or Windows on a 64-bit processor",
                    e);
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    file + ": required a " + FILE_NAME + " of Hugging Face tokenizers, found what they cannot load ("
                            + e.getMessage() + "); copy or train it again",
                    e);
        }
    }

    /** DJL would otherwise ask a cloud provider's address for the machine it runs on, and report it. */
    private static void stayOffline() {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
