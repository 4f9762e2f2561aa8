package dev.valence.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine with one file, at {@code /file}, that can be told to misbehave. */
final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile byte[] content;
    private volatile String tag = "\"1\"";
    private volatile int status = 200;
    private volatile int breakAfter = Integer.MAX_VALUE;
    private volatile int claimedExcess;
    private volatile boolean ignoresRanges;
    private volatile boolean stalls;
    private volatile boolean endless;

    FileServer(byte[] content) {
        this.content = content;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/file", this::sendFile);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/file");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + path);
    }

    /** The header Range of each request for the file, "none" where it had none. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    /** Another version of the file. */
    void replace(byte[] newContent, String newTag) {
        content = newContent;
        tag = newTag;
    }

    /** Sends no entity tag where it is empty. */
    void tag(String newTag) {
        tag = newTag;
    }

    void status(int newStatus) {
        status = newStatus;
    }

    /** Drops the connection after this many bytes of a body. */
    void breakAfter(int bytes) {
        breakAfter = bytes;
    }

    /** Claims in partial responses that the file has more bytes than it has. */
    void claimExcess(int bytes) {
        claimedExcess = bytes;
    }

    void ignoreRanges() {
        ignoresRanges = true;
    }

    /** Sends nothing more where it would drop the connection. */
    void stall() {
        stalls = true;
    }

    /** Sends bodies without a length, in chunks, until the other side has left. */
    void sendWithoutEnd() {
        endless = true;
    }

    private void sendFile(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "none" : range);
        if (!tag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
        } else if (range == null
                || ignoresRanges
                || !tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
            send(exchange, 200, content);
        } else {
            sendRange(exchange, Integer.parseInt(range.replaceAll("[^0-9]", "")));
        }
        exchange.close();
    }

    private void sendRange(HttpExchange exchange, int start) throws IOException {
        if (start >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        String range = "bytes %d-%d/%d".formatted(start, content.length - 1, content.length + claimedExcess);
        exchange.getResponseHeaders().set("Content-Range", range);
        send(exchange, 206, Arrays.copyOfRange(content, start, content.length));
    }

    private void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        if (endless) {
            exchange.sendResponseHeaders(code, 0); // of unknown length
            while (true) {
                exchange.getResponseBody().write(body);
            }
        }
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body, 0, Math.min(body.length, breakAfter));
        exchange.getResponseBody().flush();
        if (stalls) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
