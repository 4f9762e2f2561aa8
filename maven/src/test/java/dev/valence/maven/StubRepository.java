package dev.valence.maven;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Maven repository on this machine, also a proxy for any other; keeps what was asked of it. */
final class StubRepository implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile boolean demandsPassword;
    private volatile int breakingAfter = Integer.MAX_VALUE;

    StubRepository() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port() + "/repository";
    }

    /** Puts a file there with its checksum. */
    void put(String path, byte[] content) {
        files.put(path, content);
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(content);
            putAlone(path + ".sha1", HexFormat.of().formatHex(sha1).getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void putAlone(String path, byte[] content) {
        files.put(path, content);
    }

    void demandPassword() {
        demandsPassword = true;
    }

    /** Breaks the next answer off after so many bytes. */
    void breakOffAfter(int bytes) {
        breakingAfter = bytes;
    }

    /** The addresses asked for, as they stood in the requests. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        byte[] content = files.get(exchange.getRequestURI().getPath().replaceFirst("^/repository/", ""));
        if (demandsPassword && authorization == null) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"stub\"");
            exchange.sendResponseHeaders(401, -1);
        } else if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            send(exchange, content);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null) {
            requests.add(range);
            from = Integer.parseInt(range.replaceAll("bytes=|-", ""));
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
        int bytes = Math.min(content.length - from, breakingAfter);
        exchange.getResponseBody().write(content, from, bytes);
        if (bytes == breakingAfter) {
            breakingAfter = Integer.MAX_VALUE;
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
