package dev.valence.internal.files;

import dev.valence.cli.Main;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The program, which kills itself before one of the operations that its saves consist of. It stands in this package for the
 * sake of {@link DiskOperations#before}, so that nothing a user can reach makes the program do that.
 */
public final class DyingProgram {
    /** The property with the number of the operation, counted from 0 over all saves. */
    public static final String OPERATION = "valence.dying.operation";

    private DyingProgram() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        AtomicInteger left = new AtomicInteger(Integer.getInteger(OPERATION));
        DiskOperations.before(() -> {
            if (left.getAndDecrement() == 0) {
                die();
            }
        });
        Main.main(arguments);
    }

    private static void die() {
        try {
            String process = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-KILL", process).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
