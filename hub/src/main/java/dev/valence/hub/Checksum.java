package dev.valence.hub;

import dev.valence.InputException;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The SHA-256 a file had when it was first fetched, kept next to it in {@code NAME.sha256} as sha256sum writes it.
 * Belongs to one thread.
 */
final class Checksum {
    private final Path file;
    private final Path record;

    /** @param file the file it belongs to, which need not exist yet */
    Checksum(Path file) {
        this.file = file;
        this.record = file.resolveSibling(file.getFileName() + ".sha256");
    }

    /** Checks the file itself; see {@link #verifyOrRecord}. */
    void verifyOrRecordFile() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            verifyOrRecord(new Sha256().add(in).hex());
        }
    }

    /**
     * Compares with the first time, or makes this the first time.
     *
     * @param found what the file has now
     * @throws InputException if it had another one
     */
    void verifyOrRecord(String found) throws IOException {
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
