package dev.valence.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.Loader;

/**
 * The runtime of oneDNN's own parallelism. Its teams spin while they wait and would fight with the workers for the cores, and
 * how many threads a team has can only be said thread by thread (OpenMP 4.5, omp_set_num_threads).
 */
final class OpenMp {
    private static final String LIBRARY = "libgomp.so.1"; // of GCC, with which the natives come

    private OpenMp() {}

    /** Loads oneDNN, and OpenMP with it. */
    static void load() {
        Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        setNumThreads();
    }

    private static Function setNumThreads() {
        return NativeLibrary.getInstance(LIBRARY).getFunction("omp_set_num_threads");
    }

    /** From now on what the calling thread asks oneDNN for is computed by this thread alone. */
    static void oneThread() {
        setNumThreads().invokeVoid(new Object[] {1});
    }
}
