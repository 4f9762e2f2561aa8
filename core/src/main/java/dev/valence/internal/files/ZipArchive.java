package dev.valence.internal.files;

import dev.valence.InputException;
import dev.valence.internal.Excerpt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks a zip archive that is not trusted. Links in it become files that hold where they led. */
public final class ZipArchive {
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_NAME_BYTES = 255; // of a file, where most systems end

    private final Path archive;
    private final Allowance allowance;

    private ZipArchive(Path archive, Allowance allowance) {
        this.archive = archive;
        this.allowance = allowance;
    }

    /** What may still be unpacked: by one archive, or by all that belong to one operation. Not thread-safe. */
    public static final class Allowance {
        private final long mostBytes;
        private long bytes;
        private int entries;

        /** @param mostBytes how many bytes all files may have together */
        public Allowance(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        private boolean takes(int more) {
            bytes += more;
            return bytes <= mostBytes;
        }

        private boolean takesEntries(int more) {
            entries += more;
            return entries <= MOST_ENTRIES;
        }
    }

    /**
     * Unpacks all of it.
     *
     * @param directory exists and is empty; if this fails, part of the archive may be in it
     * @param allowance how much may be unpacked, less what was unpacked under it before
     * @param advice what to do where the archive is damaged
     * @throws InputException if it is no zip archive, a name in it leads out of the directory, or it is too large
     * @throws IOException if it cannot be read, or the files cannot be written
     */
    public static void unpack(Path archive, Path directory, Allowance allowance, String advice) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (!allowance.takesEntries(zip.size())) {
                throw new InputException("%s: expected at most %d files, found %d: check that it is the archive meant"
                        .formatted(archive, MOST_ENTRIES, allowance.entries));
            }
            new ZipArchive(archive, allowance).unpack(zip, directory);
        } catch (FileAlreadyExistsException e) {
            throw new InputException(
                    archive + ": expected every name once, found two files, or a file and a folder, "
                            + "in one place: check that it is the archive meant",
                    e);
        } catch (ZipException | EOFException e) {
            throw new InputException(
                    "%s: expected an intact zip archive, found none (%s): %s"
                            .formatted(archive, e.getMessage(), advice),
                    e);
        }
    }

    private void unpack(ZipFile zip, Path directory) throws IOException {
        for (ZipEntry entry : entries(zip)) {
            requireInside(entry.getName());
            Path target = directory.resolve(entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                unpack(zip, entry, target);
            }
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile zip) throws ZipException {
        try {
            return Collections.list(zip.entries());
        } catch (IllegalArgumentException e) { // not documented: a name or comment that is not UTF-8 where it says so
            throw (ZipException) new ZipException("a name or comment cannot be decoded").initCause(e);
        }
    }

    private void unpack(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), checksum);
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!allowance.takes(read)) {
                    throw new InputException(archive + ": expected at most " + allowance.mostBytes
                            + " bytes of unpacked files, found more: check that it is the archive meant");
                }
                out.write(buffer, 0, read);
            }
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException(entry.getName() + " is damaged");
        }
    }

    /** Refuses names that could lead elsewhere, or cannot be, on any system. */
    private void requireInside(String name) {
        List<String> parts = Arrays.asList(name.split("/", -1));
        if (name.startsWith("/")
                || name.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
                || parts.contains("..")
                || parts.stream().anyMatch(part -> part.getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES)) {
            throw new InputException(archive + ": expected names of files within the archive, found " + Excerpt.of(name)
                    + ": check that it is the archive meant");
        }
    }
}
