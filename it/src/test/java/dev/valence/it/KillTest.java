package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed at any moment and resumed ends with the weights, moments, metrics and best model of one that was
 * not, though it is always told to resume. Half of the kills come from outside after a random time; the other half are in the middle of a save, before a random
 * operation of it. A few of them are tried always, 200 with {@code -Pchaos}.
 */
class KillTest {
    private static final boolean CHAOS = Boolean.getBoolean("valence.chaos");
    private static final int KILLS = CHAOS ? 200 : 6;
    private static final int IN_SAVES = CHAOS ? 50 : 3;
    private static final long SEED = 17;
    private static final int KILLED = 137; // 128 + SIGKILL, as shells count
    /** More than a run of 750 steps with about 25 saves needs. */
    private static final int OPERATIONS = 400;

    @TempDir
    private Path folder;

    private Program program;
    private long nanos; // of a run that is not killed

    private static List<String> options(String out) {
        List<String> options =
                new ArrayList<>(List.of("finetune", "--out", out, "--epochs", "3", "--batch-size", "16"));
        options.addAll(List.of("--evaluate-every", "75", "--checkpoint-every", "40"));
        options.addAll(Program.TINY);
        options.add("--resume");
        return options;
    }

    @Test
    void aKilledRunEndsLikeOneThatWasNot() throws IOException, InterruptedException {
        program = Program.in(folder);
        long start = System.nanoTime();
        program.run(options("whole")).succeeded();
        nanos = System.nanoTime() - start;
        Random random = new Random(SEED);
        int kills = 0;
        int inSaves = 0;
        int runs = 0;
        while (kills < KILLS || inSaves < IN_SAVES) {
            String run = "run" + runs;
            boolean inSave = random.nextBoolean();
            Result result = (inSave ? dying(run, random) : killed(run, random));
            if (result.exitCode() == KILLED) {
                kills++;
                inSaves += inSave ? 1 : 0;
            } else {
                result.succeeded();
                requireSame(run);
                runs++;
            }
        }
        String last = "run" + runs;
        program.run(options(last)).succeeded();
        requireSame(last);
        System.out.printf("%d kills, %d of them in saves, %d runs, seed %d%n", kills, inSaves, runs + 1, SEED);
    }

    private Result dying(String run, Random random) throws IOException, InterruptedException {
        return program.dyingBefore(random.nextInt(OPERATIONS)).run(options(run));
    }

    private Result killed(String run, Random random) throws IOException, InterruptedException {
        RunningProcess process = program.start(options(run));
        return process.endOrKill(Duration.ofNanos((long) (random.nextDouble() * nanos)));
    }

    private void requireSame(String run) throws IOException {
        List<String> files = new ArrayList<>(List.of("best/model.safetensors", "predictions-dev.jsonl"));
        for (String file : List.of("parameters", "first_moments", "second_moments")) {
            files.add("checkpoints/step-0000750/" + file + ".safetensors");
        }
        for (String file : files) {
            assertThat(folder.resolve(run).resolve(file))
                    .as("seed %d", SEED)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(metrics(run)).as("seed %d", SEED).isEqualTo(metrics("whole")).isNotEmpty();
    }

    /** All lines without what depends on time. */
    private List<String> metrics(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl")).stream()
                .map(line -> line.replaceAll(",\"[a-z]+_per_second\":[^,}]+", ""))
                .toList();
    }
}
