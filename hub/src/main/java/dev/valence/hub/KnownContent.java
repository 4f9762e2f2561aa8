package dev.valence.hub;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Known size of a file to be fetched, and the checksum that names it. A name of 64 hexadecimal digits is a SHA-256, one
 * of 40 the SHA-1 of a git blob ({@code "blob SIZE\0"} and the content); others tell nothing.
 *
 * @param bytes its size
 * @param name its checksum
 */
public record KnownContent(long bytes, String name) {
    private static final int SHA256_DIGITS = 64;
    private static final int SHA1_DIGITS = 40;

    /**
     * Fetches the file unless it is there, continuing an interrupted download.
     *
     * @param headers what to send to the address itself, and not to those that it redirects to
     * @param part where the file is while it comes
     * @param file where it is in the end
     * @throws InputException if the server cannot be reached, breaks off, or sends something else
     * @throws UncheckedIOException if the files cannot be read or written
     */
    public void fetch(URI uri, Map<String, String> headers, Path part, Path file, Progress progress) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (PartFile opened = PartFile.openKnown(part)) {
                if (Files.exists(file) && Files.size(file) == bytes) { // another process was faster
                    return;
                }
                fetch(opened, uri, headers, file, progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read or written", e);
        }
    }

    private void fetch(PartFile part, URI uri, Map<String, String> headers, Path file, Progress progress)
            throws IOException {
        if (part.size() > bytes) {
            part.restart(Optional.empty());
        }
        if (part.size() < bytes || bytes == 0) {
            Download.fill(part, uri, headers, file, bytes, progress, Download.STALL_TIMEOUT);
        }
        if (part.size() != bytes) {
            String found = part.size() + " bytes";
            part.restart(Optional.empty());
            throw violation(uri, bytes + " bytes", found);
        }
        String checksum = checksum(part.content());
        if (!checksum.isEmpty() && !checksum.equals(name)) {
            part.restart(Optional.empty());
            throw violation(uri, "the checksum " + name, checksum);
        }
        part.moveTo(file);
    }

    private String checksum(InputStream in) throws IOException {
        if (!name.matches("[0-9a-f]+")) {
            return "";
        }
        return switch (name.length()) {
            case SHA256_DIGITS -> digest("SHA-256", in, "");
            case SHA1_DIGITS -> digest("SHA-1", in, "blob " + bytes + "\0");
            default -> "";
        };
    }

    private static String digest(String algorithm, InputStream in, String prefix) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
        digest.update(prefix.getBytes(StandardCharsets.US_ASCII));
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static InputException violation(URI uri, String required, String found) {
        return new InputException(
                "cannot fetch " + uri + ": required " + required + ", found " + found + "; try again later");
    }
}
