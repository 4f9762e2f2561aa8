package dev.valence.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Advice after an {@link OutOfMemoryError}. */
final class OutOfMemory {
    private static final long MEGABYTE = 1 << 20;
    /** Of the machine's memory, which the heap may have; the JVM allows a quarter. */
    private static final double SHARE = 0.8;

    private OutOfMemory() {}

    /** Describes it in a line: what was needed, how large the heap may become, and how it may become larger. */
    static String describe(String needed) {
        long heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MEGABYTE;
        long possible = (long) (machine * SHARE);
        String advice = heap < possible
                ? String.format(Locale.ROOT, "allow it more with VALENCE_JAVA_OPTIONS=-Xmx%dm", possible)
                : "take a smaller model, smaller batches or fewer shards";
        return String.format(
                Locale.ROOT,
                "out of memory: %s; the heap may have %,d MB of this machine's %,d: %s",
                needed,
                heap,
                machine,
                advice);
    }
}
