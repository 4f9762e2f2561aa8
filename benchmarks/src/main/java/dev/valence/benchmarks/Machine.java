package dev.valence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What figures were measured on. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path LOAD = Path.of("/proc/loadavg");

    private Machine() {}

    /** Processor, cores, instruction sets that matter, memory, operating system and JVM, in a line. */
    public static String describe() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores%s, %s %s, JDK %s",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                instructions(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version());
    }

    private static String processor() {
        String arch = System.getProperty("os.arch");
        return field("model name", arch == null ? "unknown processor" : arch) + familyAndModel();
    }

    private static String familyAndModel() {
        String family = field("cpu family", "");
        return family.isEmpty() ? "" : " (family " + family + ", model " + field("model", "?") + ")";
    }

    private static String instructions() {
        String flags = " " + field("flags", "") + " ";
        StringBuilder found = new StringBuilder();
        for (String flag : new String[] {"avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8"}) {
            if (flags.contains(" " + flag + " ")) {
                found.append(found.isEmpty() ? " with " : ", ").append(flag);
            }
        }
        return found.toString();
    }

    private static String field(String name, String otherwise) {
        for (String line : lines(PROCESSORS).split("\n", -1)) {
            String[] parts = line.split(":", 2);
            if (parts.length == 2 && parts[0].strip().equals(name)) {
                return parts[1].strip();
            }
        }
        return otherwise;
    }

    /** Processes that wanted to run in the last minute, as the system counts them; empty where that is not known. */
    public static String load() {
        return lines(LOAD).split(" ", 2)[0];
    }

    private static String lines(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
