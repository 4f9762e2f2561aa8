package dev.valence.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A hub on this machine with one model, {@code org/small}, formerly {@code org/old}. Large files are redirected to a store
 * on another port, as the real one does. Both can be told to misbehave.
 */
final class StubHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final HttpServer hub;
    private final HttpServer store;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private volatile int breakAfter = Integer.MAX_VALUE;
    private volatile long excess;
    private volatile boolean otherContent;
    private volatile boolean endless;
    private volatile int status = 200;

    StubHub() {
        hub = start(this::answer);
        store = start(this::send);
    }

    private static HttpServer start(com.sun.net.httpserver.HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", handler);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    URI endpoint() {
        return uri(hub);
    }

    void put(String name, byte[] content) {
        files.put(name, content);
    }

    void remove(String name) {
        files.remove(name);
    }

    /** What was fetched: the name of the file, and the range where there was one. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The header Authorization as the hub and the store got it, each with its name before it. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Drops the connection of a large file after this many bytes. */
    void breakAfter(int bytes) {
        breakAfter = bytes;
    }

    /** Claims that files have more bytes than they have. */
    void claimExcess(long bytes) {
        excess = bytes;
    }

    /** Sends large files without a length, in chunks, until the other side has left. */
    void sendWithoutEnd() {
        endless = true;
    }

    void sendOtherContent() {
        otherContent = true;
    }

    void status(int newStatus) {
        status = newStatus;
    }

    /** Large files are those of weights; their entity tag is a SHA-256, that of others git's. */
    static boolean isLarge(String name) {
        return name.endsWith(".safetensors");
    }

    static String tag(String name, byte[] content) {
        try {
            if (isLarge(name)) {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        note("hub", exchange);
        if (path.startsWith("/org/old/")) {
            exchange.getResponseHeaders().set("Location", path.replaceFirst("/org/old/", "/org/small/"));
            reply(exchange, 307);
            return;
        }
        String name = path.replaceFirst("^/org/small/resolve/(main|" + COMMIT + ")/", "");
        byte[] content = files.get(name);
        if (content == null || status != 200) {
            reply(exchange, status == 200 ? 404 : status);
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        if (isLarge(name)) {
            exchange.getResponseHeaders().set("X-Linked-Etag", '"' + tag(name, content) + '"');
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length + excess));
            exchange.getResponseHeaders().set("ETag", "\"of-the-redirect\"");
            exchange.getResponseHeaders().set("Location", uri(store) + "/" + name);
            reply(exchange, 302);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("ETag", '"' + tag(name, content) + '"');
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            reply(exchange, 200);
        } else {
            requests.add(name);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        }
    }

    private void send(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        note("store", exchange);
        byte[] content = files.get(name).clone();
        if (otherContent) {
            content[content.length - 1] ^= 1;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? name : name + " " + range);
        int start = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        if (endless) {
            exchange.sendResponseHeaders(200, 0); // of unknown length
            while (true) {
                exchange.getResponseBody().write(content);
            }
        }
        byte[] rest = Arrays.copyOfRange(content, start, content.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
        exchange.getResponseBody().write(rest, 0, Math.min(rest.length, breakAfter));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private void note(String server, HttpExchange exchange) {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (token != null) {
            tokens.add(server + " " + token);
        }
    }

    private static void reply(HttpExchange exchange, int code) throws IOException {
        exchange.sendResponseHeaders(code, -1);
        exchange.close();
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
    }
}
