package dev.valence.onednn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor features as the operating system reports them, without oneDNN. */
final class Processor {
    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final String BF16 = "avx512_bf16";

    private Processor() {}

    /** Returns whether it may have bf16 instructions; false only if Linux lists its instructions without them. */
    static boolean mayHaveBf16() {
        return mayHaveBf16(LINUX);
    }

    /** The same of a file like {@code /proc/cpuinfo}. */
    static boolean mayHaveBf16(Path description) {
        try (Stream<String> lines = Files.lines(description, StandardCharsets.ISO_8859_1)) {
            Optional<String> flags =
                    lines.filter(line -> line.startsWith("flags")).findFirst();
            return flags.isEmpty() || flags.get().contains(" " + BF16);
        } catch (IOException e) { // another system, or a closed one
            return true;
        }
    }
}
