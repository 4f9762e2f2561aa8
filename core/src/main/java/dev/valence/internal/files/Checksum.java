package dev.valence.internal.files;

import dev.valence.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The SHA-256 a file had when it was first fetched, kept next to it in {@code NAME.sha256} as sha256sum writes it.
 * Belongs to one thread.
 */
public final class Checksum {
    private final Path file;
    private final Path record;

    /** @param file the file it belongs to, which need not exist yet */
    public Checksum(Path file) {
        this.file = file;
        this.record = file.resolveSibling(file.getFileName() + ".sha256");
    }

    /** SHA-256 of a stream up to its end, in lower-case hexadecimal digits. */
    public static String of(InputStream in) throws IOException {
        return new Sha256().add(in).hex();
    }

    /** Checks the file itself; see {@link #verifyOrRecord}. */
    public void verifyOrRecordFile() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            verifyOrRecord(of(in));
        }
    }

    /**
     * Compares with the first time, or makes this the first time.
     *
     * @param found what the file has now
     * @throws InputException if it had another one
     */
    public void verifyOrRecord(String found) throws IOException {
        if (!Files.exists(record)) {
            try (WholeFile fresh = new WholeFile(record)) {
                Files.writeString(fresh.draft(), found + "  " + file.getFileName() + "\n");
                fresh.commit();
            }
            return;
        }
        String expected = Files.readString(record).strip().split("\\s", 2)[0];
        if (!expected.equals(found)) {
            throw new InputException(
                    "%s: expected SHA-256 %s as when it was first fetched, found %s: delete the file and %s to fetch it anew"
                            .formatted(file, expected, found, record.getFileName()));
        }
    }
}
