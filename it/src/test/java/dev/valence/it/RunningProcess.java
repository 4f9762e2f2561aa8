package dev.valence.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process under test. What it writes goes to files, so that it never waits for a reader; it must end within a limit. */
final class RunningProcess {
    private static final Duration LIMIT = Duration.ofMinutes(Boolean.getBoolean("valence.chaos") ? 60 : 5);
    private static final int POLL_MILLIS = 20;

    private final Process process;
    private final Path output;
    private final Path errors;

    private RunningProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts what the builder describes, its folder included, with standard input from a file. */
    static RunningProcess start(ProcessBuilder builder, Path input) throws IOException {
        Path folder = builder.directory().toPath();
        Path output = Files.createTempFile(folder, "process", ".out");
        Path errors = Files.createTempFile(folder, "process", ".err");
        Process process = builder.redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new RunningProcess(process, output, errors);
    }

    /** What it has written to standard error so far. */
    String errorsSoFar() throws IOException {
        return Files.readString(errors);
    }

    /** Waits until something is the case while the process runs. */
    void await(BooleanSupplier condition, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended before " + what + ": " + errorsSoFar());
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("no " + what + " within " + LIMIT + ": " + errorsSoFar());
            }
        }
    }

    /** Sends the signal of Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        int code = new ProcessBuilder("bash", "-c", "kill -INT " + process.pid())
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("the process could not be interrupted: " + errorsSoFar());
        }
    }

    /** How much it has written to standard output so far. */
    long outputBytes() {
        return output.toFile().length();
    }

    /** Its memory that is not swapped out, on Linux. */
    long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The same in the middle of several readings, one after another. */
    long medianResidentKilobytes(int readings) throws IOException, InterruptedException {
        long[] kilobytes = new long[readings];
        for (int i = 0; i < readings; i++) {
            kilobytes[i] = residentKilobytes();
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended while its memory was read: " + errorsSoFar());
            }
        }
        Arrays.sort(kilobytes);
        return kilobytes[readings / 2];
    }

    /** Its number. */
    long pid() {
        return process.pid();
    }

    /** Kills it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Kills it where it does not end by itself within that time. */
    Result endOrKill(Duration time) throws IOException, InterruptedException {
        if (!process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
        }
        return end();
    }

    /** Waits for its end. */
    Result end() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("did not end within " + LIMIT + ": " + errorsSoFar());
        }
        Result result = new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        Files.delete(output);
        Files.delete(errors);
        return result;
    }
}
