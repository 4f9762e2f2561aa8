package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C saves: a run that was interrupted and resumed ends with the very weights of one that never was. */
class InterruptionTest {
    private static final int INTERRUPTED = 130; // 128 + SIGINT, as shells count
    private static final Pattern SAVED = Pattern.compile("Interrupted after (\\d+) steps; a checkpoint was saved");
    /** 4,000 texts in batches of 4, three times. */
    private static final int STEPS = 3_000;

    @TempDir
    private Path folder;

    private static List<String> options(String out, String... more) {
        List<String> options = new ArrayList<>(
                List.of("finetune", "--out", out, "--epochs", "3", "--batch-size", "4", "--evaluate-every", "150"));
        options.addAll(Program.TINY);
        options.addAll(List.of(more));
        return options;
    }

    /** Interrupts a run once it has evaluated for the first time, and returns the steps it had done. */
    private static int interrupt(RunningProcess process) throws IOException, InterruptedException {
        process.await(
                () -> {
                    try {
                        return process.errorsSoFar().contains("dev loss");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "first evaluation");
        process.interrupt();
        Result result = process.end();
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(INTERRUPTED);
        Matcher saved = SAVED.matcher(result.errors());
        assertThat(saved.find()).as(result.errors()).isTrue();
        return Integer.parseInt(saved.group(1));
    }

    @Test
    void aResumedRunEndsLikeOneNeverInterrupted() throws IOException, InterruptedException {
        Program program = Program.in(folder);
        program.run(options("whole")).succeeded();
        assertThat(interrupt(program.start(options("broken")))).isBetween(150, STEPS - 1);
        assertThat(folder.resolve("broken/checkpoints")).isNotEmptyDirectory();

        Result other = program.run(options("broken", "--resume", "--seed", "43"));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.messages())
                .last()
                .asString()
                .startsWith("valence: broken: required the data, tokenizer, options and program")
                .contains("training.seed 43 instead of 42", "--force-resume");

        program.run(options("broken", "--resume", "--threads", "1")).succeeded();
        assertThat(folder.resolve("broken/best/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/best/model.safetensors"));
        assertThat(folder.resolve("broken/predictions-dev.jsonl"))
                .hasSameTextualContentAs(folder.resolve("whole/predictions-dev.jsonl"));
    }

    @Test
    void theLauncherPassesCtrlCOn() throws IOException, InterruptedException {
        Program program = Program.in(folder);
        String command = Program.PROJECT.resolve("valence") + " " + String.join(" ", options("launched"));
        // without exec the shell itself would get the signal
        assertThat(interrupt(program.startShell("exec " + command))).isBetween(150, STEPS - 1);
        assertThat(folder.resolve("launched/checkpoints")).isNotEmptyDirectory();
    }
}
