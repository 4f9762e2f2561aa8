package dev.valence.tokenizers;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.valence.InputException;
import dev.valence.internal.tokenize.Encoding;
import dev.valence.internal.tokenize.OffsetEncoding;
import dev.valence.internal.tokenize.TokenizerLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Any {@code tokenizer.json}, run by the library of Hugging Face tokenizers through DJL. DJL unpacks its native library into
 * its cache folder on first use; it is told not to use the network and not to send telemetry, unless the system property
 * {@code ai.djl.offline} says otherwise already. Thread-safe; memory is given back once no thread encodes.
 */
public final class NativeEncoder implements TokenizerLibrary.Encoder {
    private static final Map<String, String> NEITHER_CUT_NOR_PAD =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad", "addSpecialTokens", "true");

    /** A compatibility form of Unicode and a mark before each word: what usual tokenizers can make of a character at most. */
    private static final long USUAL_GROWTH = 36;

    /** Of a text that grows more on its way; each takes 280 bytes and 3 microseconds there. */
    private static final long MOST_CHARACTERS = 1L << 23;

    private final ai.djl.huggingface.tokenizers.HuggingFaceTokenizer library;
    private final long growth;
    private final Path file;
    private final int maximumLength;
    private final boolean truncatesLeft;
    private final ReadWriteLock memory = new ReentrantReadWriteLock();

    /**
     * Loads a tokenizer.
     *
     * @param file where it comes from, for messages
     * @param truncatesLeft whether long texts lose their beginning and not their end
     * @throws InputException if the library cannot load it or must not be given it, or there is no library for this system
     */
    public NativeEncoder(Path file, byte[] json, int maximumLength, boolean truncatesLeft) {
        NativeHazards.Harmless harmless = NativeHazards.without(file, json);
        this.growth = harmless.growth();
        this.library = load(file, harmless.json());
        this.file = file;
        this.maximumLength = maximumLength;
        this.truncatesLeft = truncatesLeft;
    }

    @Override
    public int specialTokens() {
        return sum(whole("").getSpecialTokenMask());
    }

    @Override
    public Encoding encode(String text) {
        return cut(whole(wellFormed(text))).encoding();
    }

    @Override
    public OffsetEncoding encodeWithOffsets(String text) {
        String wellFormed = wellFormed(text);
        Cut cut = cut(whole(wellFormed));
        int[] places = places(wellFormed);
        int[] starts = new int[cut.kept.length];
        int[] ends = new int[cut.kept.length];
        for (int i = 0; i < starts.length; i++) {
            CharSpan span = cut.spans[cut.kept[i]];
            if (span != null) { // which tokens have none that were added to the text
                starts[i] = places[span.getStart()];
                ends[i] = places[span.getEnd()];
            }
        }
        return new OffsetEncoding(cut.encoding, starts, ends);
    }

    private ai.djl.huggingface.tokenizers.Encoding whole(String text) {
        if (growth > USUAL_GROWTH && text.length() > MOST_CHARACTERS / growth) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: required texts of at most %,d characters, because it may make them %,d times as long, found"
                            + " one of %,d; shorten the text",
                    file,
                    MOST_CHARACTERS / growth,
                    growth,
                    text.length()));
        }
        memory.readLock().lock();
        try {
            return encodeWhole(text);
        } finally {
            memory.readLock().unlock();
        }
    }

    private ai.djl.huggingface.tokenizers.Encoding encodeWhole(String text) {
        if (library.isReleased()) {
            throw new IllegalStateException("the tokenizer is closed; keep it open for as long as it is used");
        }
        try {
            return library.encode(text);
        } catch (RuntimeException e) { // such as an unknown token that is none of the vocabulary
            throw new InputException(
                    file + ": required a tokenizer that encodes every text, found one that does not (" + e.getMessage()
                            + "); copy it again if it is damaged, or use another tokenizer",
                    e);
        }
    }

    /** The native side reads unpaired surrogates as garbage for the whole text; Java's encoder makes them '?'. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Where each code point begins, and the end of the text. */
    private static int[] places(String text) {
        int[] places = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 0; i + 1 < places.length; i++) {
            places[i + 1] = text.offsetByCodePoints(places[i], 1);
        }
        return places;
    }

    /** @param kept which tokens of the whole text these are */
    private record Cut(
            Encoding encoding, int[] kept, @Nullable CharSpan[] spans) {}

    /** Keeps the special tokens and as many of the text's first or last tokens as fit. */
    private Cut cut(ai.djl.huggingface.tokenizers.Encoding whole) {
        long[] ids = whole.getIds();
        long[] specialTokenMask = whole.getSpecialTokenMask();
        int special = sum(specialTokenMask);
        int room = maximumLength - special;
        int before = truncatesLeft ? Math.max(0, ids.length - special - room) : 0; // tokens of the text to leave out
        int length = Math.min(ids.length, maximumLength);
        int[] keptIds = new int[length];
        int[] kept = new int[length];
        BitSet keptSpecial = new BitSet(length);
        int next = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean isSpecial = specialTokenMask[i] == 1;
            if (!isSpecial && before > 0) {
                before--;
            } else if (isSpecial || room > 0) {
                room -= isSpecial ? 0 : 1;
                keptSpecial.set(next, isSpecial);
                kept[next] = i;
                keptIds[next++] = (int) ids[i]; // those past 2^31 are none of the vocabulary
            }
        }
        return new Cut(new Encoding(keptIds, keptSpecial, length < ids.length), kept, whole.getCharTokenSpans());
    }

    private static int sum(long[] mask) {
        return Math.toIntExact(Arrays.stream(mask).sum());
    }

    @Override
    public void close() {
        memory.writeLock().lock();
        try {
            library.close();
        } finally {
            memory.writeLock().unlock();
        }
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
                    file + ": required a tokenizer.json of Hugging Face tokenizers, found what they cannot load ("
                            + e.getMessage() + "); copy it again if it is damaged, or use another tokenizer",
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
}
