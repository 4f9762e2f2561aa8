package dev.valence.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is common to all that is measured in one run.
 *
 * @param quick whether only to see that everything works
 * @param rounds timed rounds of each peer
 * @param python interpreter of the peers in Python
 * @param project the project's directory
 * @param sst2 directory of the dataset
 * @param folder where to work
 */
public record Settings(boolean quick, int rounds, String python, Path project, Path sst2, Path folder) {
    /** Several JVMs are there at once. */
    private static final String MEMORY = "-XX:MaxRAMPercentage=20";

    private static final List<String> FLAGS =
            List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", MEMORY);

    /** Fewer texts where this is only a try. */
    public int texts(int texts, int least) {
        return quick ? Math.max(least, texts / 20) : texts;
    }

    /** A peer in Java, in a process of its own with this one's class path. */
    public ProcessPeer java(String name, Class<? extends Peer> peer, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-Dorg.bytedeco.openblas.load=mkl_rt", "-cp", property("java.class.path")));
        command.addAll(List.of(PeerServer.class.getName(), peer.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessPeer(name, command, log(name));
    }

    /** A peer in Python. */
    public ProcessPeer python(String name, String script, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(python);
        command.add(project.resolve("benchmarks/python").resolve(script).toString());
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessPeer(name, command, log(name));
    }

    private Path log(String name) {
        return folder.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".log");
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("every JVM has " + name);
        }
        return value.replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }
}
