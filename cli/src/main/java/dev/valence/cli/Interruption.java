package dev.valence.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while work is under way: asks it to stop and holds the JVM's end back until it has saved what it must.
 * Closed by the thread that works, when it is done; until {@link #watch} is called nothing is held back.
 */
final class Interruption implements AutoCloseable {
    /** Of a process that was asked to end and did, as shells count one ended by Ctrl-C. */
    static final int EXIT_CODE = 130;

    private static final long PATIENCE_SECONDS = 120;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "valence-interruption");
    private volatile boolean requested;

    /** The exit code of a run that goes on with {@code --resume}, which a note says. */
    static int resumable(Terminal terminal) {
        terminal.note("Go on with --resume.");
        return EXIT_CODE;
    }

    /** Begins to hold the JVM's end back. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process was asked to end. */
    boolean requested() {
        return requested;
    }

    private void stop() {
        requested = true;
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("valence: the work did not stop within " + PATIENCE_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the process end. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) { // the process is ending: the hook has started and returns by itself
            requested = true;
        }
    }
}
