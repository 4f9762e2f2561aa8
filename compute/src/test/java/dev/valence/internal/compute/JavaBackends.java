package dev.valence.internal.compute;

import java.util.List;

/** The backends that tests run on. */
public final class JavaBackends {
    private JavaBackends() {}

    /** Both backends of this JVM: plain Java, and the Vector API where its module was added. */
    public static List<Backend> all() {
        Backend best = Backend.best();
        return best.kernels() instanceof ScalarKernels ? List.of(best) : List.of(Backend.scalar(), best);
    }
}
