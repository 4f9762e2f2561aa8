package dev.valence.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives made to do harm; names that lead out are tried where archives come from. */
class HostileArchiveTest {
    private static final int MUTATIONS = Boolean.getBoolean("valence.chaos") ? 100_000 : 150;
    private static final long SEED = 41;
    private static final long MOST_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void makeFolder() throws IOException {
        out = Files.createDirectory(folder.resolve("out"));
    }

    private void unpack(byte[] archive) throws IOException {
        Path file = Files.write(folder.resolve("archive.zip"), archive);
        ZipArchive.unpack(file, out, new ZipArchive.Allowance(MOST_BYTES), "fetch it anew");
    }

    private void refused(byte[] archive, String found) {
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("archive.zip") + ": expected ")
                .hasMessageContaining(found)
                .message()
                .hasLineCount(1);
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(("text of " + name).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aThousandfoldBombEndsAtTheBound() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("bomb"));
            zip.write(new byte[1 << 24]);
        }
        assertThat(bytes.size()).isLessThan((1 << 24) / 1_000);
        refused(bytes.toByteArray(), "found more");
        assertThat(out.resolve("bomb"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(MOST_BYTES));
    }

    @Test
    void aLinkIsAFileThatHoldsWhereItLed() throws IOException {
        byte[] archive = zip("link", "other");
        ByteBuffer zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int central = 0;
        while (zip.getInt(central) != 0x02014b50) { // the first header of the central directory
            central++;
        }
        zip.putShort(central + 4, (short) 0x031e); // made by Unix
        zip.putInt(central + 38, 0xa1ff << 16); // a symbolic link
        unpack(archive);
        assertThat(Files.isRegularFile(out.resolve("link"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(out.resolve("link")).hasContent("text of link");
    }

    @Test
    void aFileInThePlaceOfAnotherIsRefused() throws IOException {
        refused(zip("a", "a/b"), "a file and a folder");
    }

    @Test
    void aFolderInThePlaceOfAFileIsRefused() throws IOException {
        refused(zip("a/b", "a"), "a file and a folder");
    }

    @Test
    void aNameThatCannotBeIsRefused() throws IOException {
        refused(zip("a".repeat(256)), "expected names of files within the archive");
    }

    @Test
    void aCommentThatIsNotTextIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("a");
            entry.setComment("<>");
            zip.putNextEntry(entry);
        }
        byte[] archive = bytes.toByteArray();
        for (int at = 0; at < archive.length; at++) {
            if (archive[at] == '<') {
                archive[at] = (byte) 0xff; // starts no character of UTF-8
            }
        }
        refused(archive, "name or comment"); // in our words, or in those of a later ZipFile, which looks earlier
    }

    @Test
    void changesAtRandom() throws IOException {
        byte[] whole = zip("a", "b/c", "b/d.zip");
        Random random = new Random(SEED);
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] changed = whole.clone();
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            out = Files.createDirectory(folder.resolve("out" + mutation));
            try {
                unpack(changed);
            } catch (InputException e) {
                assertThat(e)
                        .message()
                        .as("seed %d, mutation %d", SEED, mutation)
                        .hasLineCount(1);
            }
            clear();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("archive.zip", "out");
        }
    }

    private void clear() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(out)) {
            files = walk.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
