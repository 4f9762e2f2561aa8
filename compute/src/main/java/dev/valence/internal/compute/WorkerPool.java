package dev.valence.internal.compute;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team for short parallel loops: {@link #run} hands out task numbers to the workers and the caller and returns
 * when all are done. Workers spin for a moment between loops, because a training step has many and waking a parked
 * thread costs more than most of them.
 *
 * <p>Thread-safe: the team serves one loop at a time. A caller who finds it busy, with another caller's loop or with the one it
 * calls from, runs its tasks alone until the team is free. What a task computes must not depend on who runs it.
 */
public final class WorkerPool implements AutoCloseable {
    private static final long SPIN_NANOS = 200_000;
    private static final int MOST_SPINS = 20_000; // of a caller that waits for the last task
    private static final long BREATH_NANOS = 1_000;

    private final Thread[] workers;
    private final AtomicBoolean busy = new AtomicBoolean(); // a loop has the team
    private volatile Loop current = new Loop(0, 0, number -> {}); // another wakes the workers
    private volatile boolean closed;

    /**
     * @param threads size of the team, the caller of {@link #run} included
     * @throws IllegalArgumentException if it is below 1
     */
    public WorkerPool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a worker pool needs at least 1 thread, found " + threads);
        }
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Thread(this::work, "valence-worker-" + (i + 1));
            workers[i].setDaemon(true);
            workers[i].start();
        }
    }

    /** Size of the team, the caller of {@link #run} included. */
    public int threads() {
        return workers.length + 1;
    }

    /**
     * Bytes that the workers and the calling thread have allocated on the Java heap since they were started, freed or not.
     *
     * @return none where the JVM does not count them
     */
    public OptionalLong allocatedBytes() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean counter)
                || !counter.isThreadAllocatedMemorySupported()) {
            return OptionalLong.empty();
        }
        long bytes = counter.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (Thread worker : workers) {
            bytes += counter.getThreadAllocatedBytes(worker.getId());
        }
        return OptionalLong.of(bytes);
    }

    /**
     * Runs {@code task} for every number from 0 to {@code tasks} - 1 and waits for all of them. What the tasks wrote is
     * seen by the caller. If tasks throw, one of the throwables is thrown after all that began have ended.
     *
     * @throws IllegalStateException if the pool is closed
     */
    public void run(int tasks, IntConsumer task) {
        if (closed) {
            throw new IllegalStateException("the worker pool is closed");
        }
        int next = 0;
        while (next < tasks) {
            if (tasks - next > 1 && takeTeam()) {
                try {
                    runTogether(next, tasks, task);
                } finally {
                    busy.set(false);
                }
                return;
            }
            task.accept(next++);
        }
    }

    private boolean takeTeam() {
        return workers.length > 0 && !busy.get() && busy.compareAndSet(false, true);
    }

    private void runTogether(int first, int tasks, IntConsumer task) {
        Loop loop = new Loop(first, tasks, task);
        current = loop;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        loop.takeTasks();
        loop.await();
    }

    private void work() {
        Loop seen = current;
        while (true) {
            long idleSince = System.nanoTime();
            while (current == seen && !closed) {
                if (System.nanoTime() - idleSince < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen = current;
            seen.takeTasks();
        }
    }

    /**
     * One loop. It ends with its last task: a worker that gets no core in time takes none, and the loop does not wait
     * for it.
     */
    private static final class Loop {
        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next;
        private final AtomicInteger unfinished;
        private volatile @Nullable Throwable failure;

        Loop(int first, int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
            this.next = new AtomicInteger(first);
            this.unfinished = new AtomicInteger(tasks - first);
        }

        void takeTasks() {
            for (int number = next.getAndIncrement(); number < tasks; number = next.getAndIncrement()) {
                try {
                    task.accept(number);
                } catch (Throwable thrown) { // of any kind: run's caller must see it and no worker may die of it
                    failure = thrown;
                }
                unfinished.decrementAndGet();
            }
        }

        void await() {
            for (int spins = 0; unfinished.get() > 0; spins++) {
                if (spins < MOST_SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(BREATH_NANOS); // the worker may be waiting for this core
                }
            }
            Throwable thrown = failure;
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            } else if (thrown instanceof Error error) {
                throw error;
            }
        }
    }

    /** Ends the workers. */
    @Override
    public void close() {
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }
}
