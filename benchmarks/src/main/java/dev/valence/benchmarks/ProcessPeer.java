package dev.valence.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer in a process of its own, so that nobody's threads and memory are counted as another's. It says {@code ready
 * DESCRIPTION} once it is warm; to each line {@code round} it answers with one of {@link Round#toLine}; it ends when its
 * input does. Other lines of its output, before {@code ready}, are passed over.
 */
public final class ProcessPeer implements Peer {
    private static final String READY = "ready ";
    private static final String PEAK = "VmHWM:";
    private static final int CLOSE_SECONDS = 20;

    private final String name;
    private final List<String> command;
    private final Path log;
    private @Nullable Process process;
    private @Nullable BufferedReader out;
    private @Nullable BufferedWriter in;

    /**
     * @param name what a table calls it
     * @param command how to start it
     * @param log where its errors go
     */
    public ProcessPeer(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String prepare() {
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                    .start();
            process = started;
            out = started.inputReader(StandardCharsets.UTF_8);
            in = started.outputWriter(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PeerException(name + ": cannot start " + command.get(0) + ": " + e.getMessage(), e);
        }
        String line = read();
        while (!line.startsWith(READY)) {
            line = read();
        }
        return line.substring(READY.length());
    }

    @Override
    public Round round() {
        BufferedWriter to = in;
        if (to == null) {
            throw new IllegalStateException(name + " was not prepared");
        }
        try {
            to.write("round\n");
            to.flush();
        } catch (IOException e) {
            throw died(e);
        }
        return Round.parse(read());
    }

    private String read() {
        BufferedReader from = out;
        if (from == null) {
            throw new IllegalStateException(name + " was not prepared");
        }
        try {
            String line = from.readLine();
            if (line == null) {
                throw died(null);
            }
            return line;
        } catch (IOException e) {
            throw died(e);
        }
    }

    /** The last line of what it complained of is as a rule the one that says why. */
    private PeerException died(@Nullable Exception cause) {
        String why = "no reason given";
        try {
            List<String> lines = Files.readAllLines(log);
            why = lines.stream().filter(line -> !line.isBlank()).reduce(why, (before, line) -> line);
        } catch (IOException e) {
            why = "its log cannot be read: " + e.getMessage();
        }
        return new PeerException(
                name + " ended: " + why.strip(), cause == null ? new IOException("end of output") : cause);
    }

    /** From Linux's account of the process; 0 elsewhere. */
    @Override
    public long peakMemory() {
        Process running = process;
        if (running == null) {
            return 0;
        }
        Path status = Path.of("/proc", Long.toString(running.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .map(kibibytes -> kibibytes << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Process running = process;
        BufferedWriter to = in;
        if (running == null || to == null) {
            return;
        }
        try {
            to.close();
            if (!running.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (IOException e) {
            running.destroyForcibly();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
