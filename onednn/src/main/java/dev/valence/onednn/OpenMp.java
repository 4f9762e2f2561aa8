package dev.valence.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import org.bytedeco.javacpp.Loader;

/**
 * The OpenMP runtime of oneDNN. Its teams spin while they wait and would compete with the workers for the cores; the
 * size of a team can only be set thread by thread (OpenMP 4.5, omp_set_num_threads).
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

    /** Makes oneDNN compute calls of the calling thread in this thread alone. */
    static void oneThread() {
        setNumThreads().invokeVoid(new Object[] {1});
    }
}
