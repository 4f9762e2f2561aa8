package dev.valence.internal.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
    /** More threads than cores, so that some come too late for a loop, or into the next one. */
    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 3, 7})
    void everyTaskOfEveryLoopRunsOnceAndIsSeenByTheCaller(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            int[] written = new int[13];
            for (int loop = 1; loop <= 20_000; loop++) {
                int tasks = loop % (written.length + 1);
                pool.run(tasks, task -> written[task]++);
                pool.run(tasks, task -> written[task] += 2);
                for (int task = 0; task < written.length; task++) {
                    assertThat(written[task])
                            .as("task %d of loop %d", task, loop)
                            .isEqualTo(task < tasks ? 3 : 0);
                }
                Arrays.fill(written, 0);
            }
        }
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 3})
    void callersWhoFindTheTeamBusyRunTheirTasksThemselves(int threads) throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(threads)) {
            Concurrently.run(5, caller -> {
                int[] written = new int[13];
                for (int loop = 1; loop <= 2_000; loop++) {
                    pool.run(written.length, task -> written[task]++);
                    for (int task = 0; task < written.length; task++) {
                        assertThat(written[task])
                                .as("task %d of loop %d, caller %d", task, loop, caller)
                                .isEqualTo(loop);
                    }
                }
            });
        }
    }

    @Test
    void aTaskMayRunLoopsOfItsOwn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            AtomicIntegerArray written = new AtomicIntegerArray(7 * 5);
            pool.run(7, outer -> pool.run(5, inner -> written.addAndGet(outer * 5 + inner, 1)));
            for (int task = 0; task < written.length(); task++) {
                assertThat(written.get(task)).as("task %d", task).isEqualTo(1);
            }
        }
    }

    /** So one pass that is alone may share out its products. */
    @Test
    void aSingleTaskMayRunLoopsOfItsOwn() {
        try (WorkerPool pool = new WorkerPool(2)) {
            int[] written = new int[5];
            pool.run(1, single -> pool.run(written.length, task -> written[task] = task + 1));
            assertThat(written).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void whatATaskThrowsReachesTheCallerAfterAllHaveEnded() {
        try (WorkerPool pool = new WorkerPool(3)) {
            AtomicIntegerArray ended = new AtomicIntegerArray(101);
            assertThatThrownBy(() -> pool.run(101, task -> {
                        ended.set(task, 1);
                        if (task % 50 == 7) {
                            throw new IllegalStateException("task " + task);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("task (7|57)");
            for (int task = 0; task < 101; task++) {
                assertThat(ended.get(task)).as("task %d", task).isEqualTo(1);
            }
            pool.run(101, task -> ended.set(task, 2));
            assertThat(ended.get(100)).isEqualTo(2);
        }
    }
}
