package dev.valence.hub;

import dev.valence.internal.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP request for the missing bytes of a {@link PartFile}, by ranges (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#name-range-requests">RFC 9110, 14</a>).
 */
final class Transfer {
    static final int OK = 200;
    static final int PARTIAL_CONTENT = 206;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final int MOST_REDIRECTS = 5;
    private static final long NOTHING = -1; // bytes wanted of a body
    private static final long TICK_MILLISECONDS = 100;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

    private final PartFile part;
    private final long start;
    private final Optional<String> validator;
    private final Duration stallTimeout;
    private final Map<String, String> headers;
    private final AtomicLong bytes;
    private final long mostBytes;
    private volatile long total = Progress.UNKNOWN;
    private volatile boolean wanted; // the body of the response
    private volatile boolean excessive;

    /**
     * @param part goes on from its end, or begins anew if the server wants it
     * @param stallTimeout how long to wait for the next byte
     * @param headers what to send besides, to the address itself and not to others that it redirects to
     * @param mostBytes what the file may have
     */
    Transfer(PartFile part, Duration stallTimeout, Map<String, String> headers, long mostBytes) throws IOException {
        this.part = part;
        this.start = part.size();
        this.validator = part.validator();
        this.stallTimeout = stallTimeout;
        this.headers = Map.copyOf(headers);
        this.bytes = new AtomicLong(start);
        this.mostBytes = mostBytes;
    }

    /** Bytes received so far. */
    long bytes() {
        return bytes.get();
    }

    /** Total bytes, or {@link Progress#UNKNOWN}. */
    long total() {
        return total;
    }

    /** Returns whether the file exceeds the limit, received or announced. */
    boolean excessive() {
        return excessive;
    }

    /**
     * Sends the request and waits for all of the response.
     *
     * @return the status; {@link #OK} and {@link #PARTIAL_CONTENT} if the part has grown by the whole response, or it was
     *     {@link #excessive}
     * @throws IOException if the connection fails, breaks or stalls
     * @throws UncheckedIOException if the part cannot be written
     */
    int run(URI uri, Progress progress) throws IOException, InterruptedException {
        URI at = uri;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<Boolean> received = send(at, sameOrigin(uri, at) ? headers : Map.of(), progress);
            Optional<String> location = received.headers().firstValue("Location");
            if (received.statusCode() / 100 != 3 || location.isEmpty()) {
                boolean otherRange = received.statusCode() == PARTIAL_CONTENT && !received.body() && !excessive;
                return otherRange ? RANGE_NOT_SATISFIABLE : received.statusCode();
            }
            at = next(at, location.get());
        }
        throw new IOException("more than " + MOST_REDIRECTS + " redirects");
    }

    private static URI next(URI at, String location) throws IOException {
        try {
            URI next = at.resolve(location);
            boolean asSecure =
                    "https".equals(next.getScheme()) || at.getScheme().equals(next.getScheme());
            if (asSecure) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect to no address", e);
        }
        throw new IOException("a redirect to an address that is less secure");
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private HttpResponse<Boolean> send(URI uri, Map<String, String> extra, Progress progress)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER) // a redirect must not take what is secret along
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        extra.forEach(request::header);
        if (start > 0 && part.canGoOn()) {
            request.header("Range", "bytes=" + start + "-");
            validator.ifPresent(version -> request.header("If-Range", version));
        }
        CompletableFuture<HttpResponse<Boolean>> response = client.sendAsync(request.build(), this::receive);
        try {
            return await(response, progress);
        } finally {
            response.cancel(true); // does nothing unless this thread stopped waiting
        }
    }

    private HttpResponse<Boolean> await(CompletableFuture<HttpResponse<Boolean>> response, Progress progress)
            throws IOException, InterruptedException {
        long seen = bytes();
        long seenAt = System.nanoTime();
        while (true) {
            try {
                HttpResponse<Boolean> received = response.get(TICK_MILLISECONDS, TimeUnit.MILLISECONDS);
                excessive = wanted && !received.body();
                progress.update(bytes(), total);
                return received;
            } catch (TimeoutException e) {
                progress.update(bytes(), total);
                if (bytes() != seen) {
                    seen = bytes();
                    seenAt = System.nanoTime();
                } else if (System.nanoTime() - seenAt > stallTimeout.toNanos()) {
                    throw new HttpTimeoutException("nothing came for " + stallTimeout.toSeconds() + " seconds");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UncheckedIOException writing) {
                    throw writing;
                }
                throw e.getCause() instanceof IOException reading ? reading : new IOException(e.getCause());
            }
        }
    }

    /** Chooses the handling of a body by the head of the response. */
    private BodySubscriber<Boolean> receive(ResponseInfo info) {
        HttpHeaders headers = info.headers();
        if (info.statusCode() == OK) {
            restart(validatorIn(headers));
            total = headers.firstValueAsLong("Content-Length").orElse(Progress.UNKNOWN);
            return subscriber();
        }
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (info.statusCode() == PARTIAL_CONTENT && range.matches() && Long.parseLong(range.group(1)) == start) {
            total = range.group(2).equals("*") ? Progress.UNKNOWN : Long.parseLong(range.group(2));
            return subscriber();
        }
        return new PartSubscriber(part, bytes, NOTHING);
    }

    private PartSubscriber subscriber() {
        wanted = true;
        return new PartSubscriber(part, bytes, total > mostBytes ? NOTHING : mostBytes);
    }

    private void restart(Optional<String> newValidator) {
        try {
            part.restart(newValidator);
            bytes.set(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write what was downloaded", e);
        }
    }

    /** What If-Range accepts: a strong entity tag, or else the date. */
    private static Optional<String> validatorIn(HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> headers.firstValue("Last-Modified"));
    }
}
