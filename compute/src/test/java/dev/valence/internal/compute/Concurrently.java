package dev.valence.internal.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Threads that call at once. */
public final class Concurrently {
    private static final long MOST_SECONDS = 300;

    private Concurrently() {}

    /** What each of the threads does. */
    public interface Caller {
        /** @param number of the thread, from 0 */
        void call(int number) throws InterruptedException;
    }

    /** Runs {@code threads} callers at once and waits for them; throws what one of them threw. */
    public static void run(int threads, Caller caller) throws InterruptedException {
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try {
                    caller.call(number);
                } catch (Throwable e) { // assertions too
                    thrown.add(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            started.add(thread);
        }
        for (Thread thread : started) {
            thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
            if (thread.isAlive()) {
                throw new AssertionError("a caller hangs in " + List.of(thread.getStackTrace()));
            }
        }
        if (!thrown.isEmpty()) {
            throw new AssertionError(thrown.size() + " of " + threads + " callers failed", thrown.peek());
        }
    }
}
