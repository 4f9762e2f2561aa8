package dev.valence.internal.tokenize;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what runs in Java beside the library, by turns, on one thread: {@code TokenizerSpeed TOKENIZER TEXTS...}, where
 * texts are files of one text a line. Counts the processor time of the thread, so that other work on the machine matters
 * less. Prints medians.
 */
public final class TokenizerSpeed {
    private static final int ROUNDS = 7;
    private static final int LIBRARY_SHARE = 10; // it is given fewer texts, because it takes so long

    private TokenizerSpeed() {}

    /** Runs the measurement. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, Integer.MAX_VALUE);
                Tokenizer library = ReferenceTokenizer.open(file, Integer.MAX_VALUE)) {
            for (String texts : List.of(arguments).subList(1, arguments.length)) {
                measure(tokenizer, library, Path.of(texts));
            }
        }
    }

    private static void measure(Tokenizer tokenizer, Tokenizer library, Path file) throws IOException {
        List<String> texts = Files.readAllLines(file);
        List<String> some = texts.subList(0, texts.size() / LIBRARY_SHARE);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            double our = textsPerSecond(tokenizer, texts);
            double their = textsPerSecond(library, some);
            if (round >= 0) {
                ours.add(our);
                theirs.add(their);
            }
        }
        System.out.printf(
                "%s: %,.0f texts/s in Java, %,.0f in the library, %.1f times%n",
                file, median(ours), median(theirs), median(ours) / median(theirs));
    }

    private static double textsPerSecond(Tokenizer tokenizer, List<String> texts) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long tokens = 0;
        for (String text : texts) {
            tokens += tokenizer.encode(text).length();
        }
        double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
        if (tokens < texts.size()) {
            throw new IllegalStateException("found fewer tokens than texts");
        }
        return texts.size() / seconds;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
