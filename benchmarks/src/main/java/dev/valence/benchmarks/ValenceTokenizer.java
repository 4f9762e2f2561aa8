package dev.valence.benchmarks;

import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.tokenizers.NativeEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/** Our tokenizer, or DJL's beside it, on one thread. */
public final class ValenceTokenizer implements Peer {
    private static final int MAXIMUM_LENGTH = 128;
    private static final int WARM_UPS = 5;

    private final boolean ours;
    private final ToIntFunction<String> counter;
    private final Runnable close;
    private final List<String> texts;

    /** @param arguments {@code own} or {@code library}, the tokenizer's file, file of texts, one a line */
    public ValenceTokenizer(List<String> arguments) {
        ours = arguments.get(0).equals("own");
        Path file = Path.of(arguments.get(1));
        try {
            if (ours) {
                Tokenizer own = HuggingFaceTokenizer.open(file, MAXIMUM_LENGTH);
                counter = text -> own.encode(text).length();
                close = own::close;
            } else {
                NativeEncoder library = new NativeEncoder(file, Files.readAllBytes(file), MAXIMUM_LENGTH, false);
                counter = text -> library.encode(text).length();
                close = library::close;
            }
            texts = Files.readAllLines(Path.of(arguments.get(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return ours ? PeerComparison.OURS : "DJL";
    }

    @Override
    public String prepare() {
        for (int i = 0; i < WARM_UPS; i++) {
            round();
        }
        return "1 thread";
    }

    @Override
    public Round round() {
        long start = System.nanoTime();
        long tokens = 0;
        for (String text : texts) {
            tokens += counter.applyAsInt(text);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (tokens < texts.size()) {
            throw new PeerException("found fewer tokens than texts");
        }
        return Round.of(texts.size(), seconds);
    }

    @Override
    public void close() {
        close.run();
    }
}
