package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.valence.internal.generated.BuiltInCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory stays flat: 10,000 steps of training and 1,000,000 predictions in a heap that is set aside at the start, so that
 * what grows is not the heap's own filling; a leak in the heap would end the process instead. A step of the tiny model
 * takes a millisecond, so the JIT compiler is at work for thousands of them: as many again come before as warm-up.
 */
@EnabledIfSystemProperty(named = "valence.chaos", matches = "true")
class SoakTest {
    private static final int STEPS = 10_000;
    private static final int TEXTS = 1_000_000;
    private static final int READINGS = 11; // of which the median counts: the collector and the compiler come and go
    private static final double MOST_GROWTH = 0.01;
    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void prepare() throws IOException {
        assumeThat(STATUS).as("where the system tells of memory").exists();
        program = Program.in(folder).withFlags("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch");
    }

    @Test
    void training() throws IOException, InterruptedException {
        List<String> options =
                new ArrayList<>(List.of("finetune", "--out", "run", "--steps", Integer.toString(2 * STEPS)));
        options.addAll(Program.TINY);
        Path metrics = folder.resolve("run/metrics.jsonl");
        watch(program.start(options), () -> lastStep(metrics), STEPS, 2 * STEPS, "training");
    }

    /** The step of the last line that is there whole. */
    private static long lastStep(Path metrics) {
        try {
            if (!Files.exists(metrics)) {
                return 0;
            }
            String lines = Files.readString(metrics);
            int at = lines.lastIndexOf("\"step\":", Math.max(0, lines.lastIndexOf('\n')));
            return at < 0 ? 0 : Long.parseLong(lines.substring(at + 7, lines.indexOf(',', at)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void predictions() throws IOException, InterruptedException {
        program.finetune("run").succeeded();
        List<String> texts = BuiltInCorpus.generate(1).train().texts();
        Path input = folder.resolve("texts.txt");
        try (var writer = Files.newBufferedWriter(input)) {
            for (int i = 0; i < 2 * TEXTS; i++) {
                writer.write(texts.get(i % texts.size()));
                writer.write('\n');
            }
        }
        RunningProcess process = program.start(List.of("predict", "--model", "run", "--input", "texts.txt"));
        // a line of output is the text with a label and a probability before it
        long bytes = Files.size(input);
        watch(process, process::outputBytes, bytes / 2, bytes, "predictions");
    }

    /** Compares the resident memory after the warm-up with that shortly before the end, both in units of what is done. */
    private static void watch(RunningProcess process, LongSupplier done, long warmUp, long end, String work)
            throws IOException, InterruptedException {
        process.await(() -> done.getAsLong() >= warmUp, "the end of the warm-up");
        long before = process.medianResidentKilobytes(READINGS);
        process.await(() -> done.getAsLong() >= end * 95 / 100, "nearly the end of the work");
        long after = process.medianResidentKilobytes(READINGS);
        process.end().succeeded();
        double growth = (double) (after - before) / before;
        System.out.printf("%s: %,d kB resident after warm-up, %,d kB at the end%n", work, before, after);
        assertThat(growth).isLessThan(MOST_GROWTH);
    }
}
