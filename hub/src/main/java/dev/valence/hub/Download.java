package dev.valence.hub;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file over HTTP or HTTPS into a cache. A partial download is {@code NAME.part}; after an interruption the
 * next call continues it if the server allows. A complete one is renamed to {@code NAME} in one step. Its SHA-256 is
 * kept in {@code NAME.sha256} the first time and compared ever after.
 */
public final class Download {
    static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

    private static final String TRY_AGAIN = "try again with a working network";

    private Download() {}

    /**
     * Fetches a file unless it is there.
     *
     * @param uri an address that starts with http or https
     * @param file where it belongs; its folder is made where it is missing
     * @param mostBytes what the file may have; more is not fetched
     * @param progress told while bytes come, not if the file is there
     * @return {@code file}
     * @throws InputException if the server cannot be reached, breaks off, has no such file or a larger one, or the file is not
     *     the one that was first fetched; the message says where to put the file by hand
     * @throws UncheckedIOException if the cache cannot be read or written, or the thread is interrupted
     */
    public static Path fetch(URI uri, Path file, long mostBytes, Progress progress) {
        return fetch(uri, file, mostBytes, progress, STALL_TIMEOUT);
    }

    /** The same with another timeout for the next byte. */
    static Path fetch(URI uri, Path file, long mostBytes, Progress progress, Duration stallTimeout) {
        try {
            if (Files.exists(file)) {
                new Checksum(file).verifyOrRecordFile();
            } else {
                Files.createDirectories(file.toAbsolutePath().getParent());
                fetchMissing(uri, file, mostBytes, progress, stallTimeout);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read or written", e);
        }
    }

    private static void fetchMissing(URI uri, Path file, long mostBytes, Progress progress, Duration stallTimeout)
            throws IOException {
        try (PartFile part = PartFile.open(file)) {
            fill(part, uri, Map.of(), file, mostBytes, progress, stallTimeout);
            complete(part, file);
        }
    }

    /** Fetches the missing bytes of a part. */
    static void fill(
            PartFile part,
            URI uri,
            Map<String, String> headers,
            Path file,
            long mostBytes,
            Progress progress,
            Duration stallTimeout)
            throws IOException {
        int status = transfer(uri, headers, file, part, mostBytes, progress, stallTimeout);
        if (status == Transfer.RANGE_NOT_SATISFIABLE) { // what is there fits nothing the server has
            part.restart(Optional.empty());
            status = transfer(uri, headers, file, part, mostBytes, progress, stallTimeout);
        }
        if (status != Transfer.OK && status != Transfer.PARTIAL_CONTENT) {
            throw failure(uri, file, "expected status 200, found " + status + ": try again later", null);
        }
    }

    /** Sends one request; returns its status, checked to be complete if it is a good one. */
    private static int transfer(
            URI uri,
            Map<String, String> headers,
            Path file,
            PartFile part,
            long mostBytes,
            Progress progress,
            Duration stallTimeout)
            throws IOException {
        Transfer transfer = new Transfer(part, stallTimeout, headers, mostBytes);
        int status;
        try {
            status = transfer.run(uri, progress);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw failure(uri, file, "no connection to " + uri.getHost() + ": " + TRY_AGAIN, e);
        } catch (IOException e) {
            throw failure(
                    uri,
                    file,
                    "it broke off after %d bytes (%s): %s".formatted(transfer.bytes(), reason(e), TRY_AGAIN),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while fetching " + uri));
        }
        if (transfer.excessive()) {
            part.restart(Optional.empty());
            throw new InputException("cannot fetch " + uri + ": required at most " + mostBytes
                    + " bytes, found more: put the file there by hand: " + file);
        }
        boolean good = status == Transfer.OK || status == Transfer.PARTIAL_CONTENT;
        if (good && transfer.total() != Progress.UNKNOWN && transfer.total() != transfer.bytes()) {
            String reason = "expected %d bytes, found %d: %s".formatted(transfer.total(), transfer.bytes(), TRY_AGAIN);
            throw failure(uri, file, reason, null);
        }
        return status;
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void complete(PartFile part, Path file) throws IOException {
        try {
            new Checksum(file).verifyOrRecord(part.sha256());
        } catch (InputException e) {
            part.restart(Optional.empty());
            throw e;
        }
        part.moveTo(file);
    }

    private static InputException failure(URI uri, Path file, String reason, @Nullable Exception cause) {
        String message = "cannot fetch %s: %s, or put the file there by hand: %s".formatted(uri, reason, file);
        return cause == null ? new InputException(message) : new InputException(message, cause);
    }
}
