package dev.valence.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The other end of {@link ProcessPeer} for peers written in Java: {@code PeerServer CLASS ARGUMENT…}, where the class is a
 * {@link Peer} with a constructor that takes a list of strings.
 */
public final class PeerServer {
    private PeerServer() {}

    /** Serves one peer until the input ends. */
    public static void main(String[] arguments) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> fail(thrown));
        try {
            serve(create(arguments[0], List.of(arguments).subList(1, arguments.length)));
        } catch (PeerException | UnsatisfiedLinkError | NoClassDefFoundError e) {
            fail(e);
        }
        System.exit(0); // whatever threads a peer left
    }

    /** The last line is what a table says. */
    private static void fail(Throwable thrown) {
        thrown.printStackTrace();
        System.err.println(String.valueOf(thrown).replace('\n', ' '));
        Runtime.getRuntime().halt(1);
    }

    private static Peer create(String name, List<String> arguments) {
        try {
            return Class.forName(name)
                    .asSubclass(Peer.class)
                    .getConstructor(List.class)
                    .newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new PeerException(name + " is no peer: " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static void serve(Peer peer) throws IOException {
        System.out.println("ready " + peer.prepare().replace('\n', ' '));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            System.out.println(peer.round().toLine());
        }
    }
}
