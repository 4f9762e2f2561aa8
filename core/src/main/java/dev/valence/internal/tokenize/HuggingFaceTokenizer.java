package dev.valence.internal.tokenize;

import dev.valence.InputException;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json} of Hugging Face tokenizers. The usual kinds of BERT and byte-pair tokenizers run in Java ({@link
 * PipelineEncoder}), with the same outcome as Hugging Face's library. The others need the module {@code
 * valence-tokenizers-native} ({@link TokenizerLibrary}) and are refused with an {@link InputException} without it. Texts with
 * rare characters ({@link FamiliarCharacters}) go to that module, too; without it they are encoded in Java by Java's own tables
 * of Unicode, which differ from the library's in characters that Unicode added after version 13 and in the order of rare
 * marks. The module is looked for when it is first needed.
 *
 * <p>A text is never padded, and cut to the maximum length given here only, whatever the file asks for. Unpaired surrogates
 * count as {@code ?}. Thread-safe, {@link #close} included.
 */
public final class HuggingFaceTokenizer implements Tokenizer {
    /** Name of the file in a model directory. */
    public static final String FILE_NAME = "tokenizer.json";

    private static final int MOST_BYTES = 1 << 26; // twice as many as the largest known

    private final Path file;
    private final byte[] json;
    private final int maximumLength;
    private final boolean truncatesLeft;
    private final Vocabulary vocabulary;
    private final String contentHash;
    private final @Nullable PipelineEncoder pipeline;
    private final @Nullable Pipeline known;
    private volatile TokenizerLibrary.@Nullable Encoder rest;
    private boolean closed; // guarded by this

    /**
     * @param truncatesLeft whether long texts lose their beginning and not their end
     * @param known the content as what runs in Java; null if the library is to run it
     */
    HuggingFaceTokenizer(Path file, byte[] json, int maximumLength, boolean truncatesLeft, @Nullable Pipeline known) {
        this.file = file;
        this.json = json;
        this.maximumLength = maximumLength;
        this.truncatesLeft = truncatesLeft;
        this.vocabulary = new Vocabulary(json, file);
        this.contentHash = sha256(json, truncatesLeft);
        this.known = known;
        requireRoom(known == null ? rest().specialTokens() : known.specialTokens());
        this.pipeline = known == null ? null : new PipelineEncoder(known, maximumLength, truncatesLeft);
        try {
            requireKnown(encode(""));
        } catch (InputException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a tokenizer with what stands beside it, as {@link StoredTokenizer#read} does.
     *
     * @param path a {@code tokenizer.json}, or a directory that holds one
     * @param maximumLength greatest number of tokens of one text, special tokens included
     * @throws InputException if the file is missing or broken, or the maximum length leaves no room for text
     */
    public static HuggingFaceTokenizer open(Path path, int maximumLength) {
        return StoredTokenizer.read(path).open(maximumLength);
    }

    /**
     * The content of a file.
     *
     * @throws InputException if it cannot be read, or is larger than any tokenizer
     */
    static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(String.format(
                        Locale.ROOT,
                        "%s: required a tokenizer.json of at most %,d bytes, found %,d; check the path or copy it"
                                + " again",
                        file,
                        MOST_BYTES,
                        Files.size(file)));
            }
            return in.readNBytes(MOST_BYTES);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": required a " + FILE_NAME + ", found no such file; check the path or train a tokenizer",
                    e);
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a " + FILE_NAME, e);
        }
    }

    /** Ids around a text and of added tokens come from other places of the file than the vocabulary. */
    private Encoding requireKnown(Encoding encoding) {
        for (int id : encoding.ids()) {
            if (!vocabulary.contains(id)) {
                throw new InputException(file + ": required ids of its vocabulary only, found the id "
                        + Integer.toUnsignedString(id)
                        + " in or around a text; copy the file again or train a tokenizer");
            }
        }
        return encoding;
    }

    private void requireRoom(int special) {
        if (maximumLength <= special) {
            close();
            throw new InputException("the maximum length must be above " + special
                    + ", the special tokens around each text, found " + maximumLength + "; give a larger number");
        }
    }

    @Override
    public Encoding encode(String text) {
        Encoding encoding = pipeline == null ? null : pipeline.encode(text);
        return encoding == null ? requireKnown(rest().encode(text)) : encoding;
    }

    @Override
    public OffsetEncoding encodeWithOffsets(String text) {
        OffsetEncoding encoding = pipeline == null ? null : pipeline.encodeWithOffsets(text);
        if (encoding == null) {
            encoding = rest().encodeWithOffsets(text);
            requireKnown(encoding.encoding());
        }
        return encoding;
    }

    /** What encodes texts that the pipeline leaves. */
    private TokenizerLibrary.Encoder rest() {
        TokenizerLibrary.Encoder opened = rest;
        return opened == null ? openRest() : opened;
    }

    private synchronized TokenizerLibrary.Encoder openRest() {
        TokenizerLibrary.Encoder opened = rest;
        if (opened == null) {
            if (closed) {
                throw new IllegalStateException("the tokenizer is closed; keep it open for as long as it is used");
            }
            opened = TokenizerLibrary.find()
                    .map(library -> library.open(file, json, maximumLength, truncatesLeft))
                    .orElseGet(this::withoutLibrary);
            rest = opened;
        }
        return opened;
    }

    private TokenizerLibrary.Encoder withoutLibrary() {
        if (known == null) {
            throw new InputException(
                    file + ": required a tokenizer.json of a kind that runs in Java, or the module"
                            + " valence-tokenizers-native, which runs all kinds, found neither; add the module to the class path");
        }
        return new AnyCharacterEncoder(known, maximumLength, truncatesLeft);
    }

    /** Whether some text, or the file, was none for the pipeline so far. */
    boolean usesRest() {
        return rest != null;
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
    public synchronized void close() {
        closed = true;
        TokenizerLibrary.Encoder opened = rest;
        if (opened != null) {
            opened.close();
        }
    }

    private static String sha256(byte[] json, boolean truncatesLeft) {
        Sha256 digest = new Sha256().add(json);
        if (truncatesLeft) { // which the file need not say
            digest.add((byte) 1);
        }
        return digest.hex();
    }
}
