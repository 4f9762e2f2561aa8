package dev.valence.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.files.ZipArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives within an artifact: they have one allowance together. */
class ArtifactModelTest {
    private static final int SIZE = 100_003;

    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void makeFolder() throws IOException {
        out = Files.createDirectory(folder.resolve("out"));
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** A jar with archives in it, each of as many files, and the bytes that these archives have packed. */
    private Path jar(int archives, int files, int size) throws IOException {
        Map<String, byte[]> inner = new LinkedHashMap<>();
        for (int file = 0; file < files; file++) {
            inner.put("file" + file, new byte[size]);
        }
        byte[] packed = zip(inner);
        Map<String, byte[]> outer = new LinkedHashMap<>();
        for (int archive = 0; archive < archives; archive++) {
            outer.put(archive + ".zip", packed);
        }
        return Files.write(folder.resolve("artifact.jar"), zip(outer));
    }

    @Test
    void archivesWithinTheAllowanceAreUnpacked() throws IOException {
        ArtifactModel.unpack(jar(3, 1, SIZE), out, new ZipArchive.Allowance(4 * SIZE));
        for (int archive = 0; archive < 3; archive++) {
            assertThat(out.resolve(archive + ".zip.unpacked/file0")).hasSize(SIZE);
        }
    }

    @Test
    void eachArchiveDoesNotGetAFreshAllowance() throws IOException {
        Path jar = jar(4, 1, SIZE);
        assertThatThrownBy(() -> ArtifactModel.unpack(jar, out, new ZipArchive.Allowance(4 * SIZE - 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected at most " + (4 * SIZE - 1) + " bytes of unpacked files, found more");
    }

    @Test
    void norForTheNumberOfFiles() throws IOException {
        Path jar = jar(3, 4_001, 1);
        assertThatThrownBy(() -> ArtifactModel.unpack(jar, out, new ZipArchive.Allowance(SIZE * 100L)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected at most 10000 files, found 12006");
    }
}
