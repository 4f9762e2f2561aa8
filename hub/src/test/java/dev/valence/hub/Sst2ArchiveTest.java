package dev.valence.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.Progress;
import dev.valence.internal.files.ZipArchive;
import dev.valence.internal.rows.DatasetReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class Sst2ArchiveTest {
    private static final Progress QUIET = (bytes, total) -> {};
    private static final Map<String, String> FILES = Map.of(
            "SST-2/train.tsv", "sentence\tlabel\nhide new secretions \t0\nlovely \t1\n",
            "SST-2/dev.tsv", "sentence\tlabel\nfine \t1\n",
            "SST-2/test.tsv", "index\tsentence\n0\tunknown\n",
            "SST-2/original/README.txt", "x");

    @TempDir
    private Path cache;

    @Test
    void theArchiveIsFetchedUnpackedAndRead() throws IOException {
        Path directory;
        try (FileServer server = new FileServer(zip(FILES))) {
            directory = Sst2Archive.fetch(server.uri("/file"), cache, QUIET);
            assertThat(Sst2Archive.fetch(server.uri("/file"), cache, QUIET)).isEqualTo(directory);
            assertThat(server.ranges()).hasSize(1);
        }
        assertThat(directory).isEqualTo(cache.resolve("SST-2"));
        Dataset data = DatasetReader.read(directory, ReadOptions.defaults());
        assertThat(data.splits()).extracting(Split::size).containsExactly(2, 1, 1);
        try (var left = Files.list(cache)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("SST-2", "SST-2.lock", "SST-2.zip", "SST-2.zip.sha256");
        }
    }

    @Test
    void whatAKilledProcessUnpackedIsRemoved() throws IOException {
        Files.writeString(
                Files.createDirectory(cache.resolve("SST-2.unpacking")).resolve("half"), "half");
        try (FileServer server = new FileServer(zip(FILES))) {
            Sst2Archive.fetch(server.uri("/file"), cache, QUIET);
        }
        assertThat(cache.resolve("SST-2.unpacking")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"../evil.txt", "SST-2/../../evil.txt", "/evil.txt", "..\\evil.txt", "C:evil.txt", "SST-2/.."})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        Map<String, String> files = new LinkedHashMap<>(FILES);
        files.put(name, "evil");
        refuse(zip(files), "expected names of files within the archive, found '" + name + "'");
        assertThat(cache.getParent().resolve("evil.txt")).doesNotExist();
    }

    @Test
    void anArchiveWithoutTrainIsRefused() throws IOException {
        refuse(zip(Map.of("SST-2/dev.tsv", "x")), "expected the file SST-2/train.tsv, found none");
    }

    @Test
    void somethingElseIsRefused() {
        refuse(
                "<html>log in first</html>".getBytes(StandardCharsets.UTF_8),
                "expected an intact zip archive, found none");
    }

    @ParameterizedTest(name = "byte {0} of the data")
    @ValueSource(ints = {0, 5}) // the header of the only deflate block, the first byte of the text
    void aDamagedArchiveIsRefused(int offset) throws IOException {
        byte[] zip = zip(FILES);
        zip[30 + "SST-2/train.tsv".length() + offset] ^= 1; // behind the first local header
        refuse(zip, "expected an intact zip archive, found none");
    }

    @Test
    void unpackedFilesHaveABound() throws IOException {
        Path archive = Files.write(cache.resolve("bomb.zip"), zip(Map.of("a", "x".repeat(101), "b", "y".repeat(101))));
        Path directory = Files.createDirectory(cache.resolve("out"));
        assertThatThrownBy(() -> ZipArchive.unpack(archive, directory, new ZipArchive.Allowance(201), "fetch it anew"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected at most 201 bytes of unpacked files, found more");
        Path other = Files.createDirectory(cache.resolve("other"));
        ZipArchive.unpack(archive, other, new ZipArchive.Allowance(202), "fetch it anew");
        assertThat(other.resolve("b")).hasContent("y".repeat(101));
    }

    @Test
    void aFolderThatLacksFilesIsNamed() throws IOException {
        Files.createDirectory(cache.resolve("SST-2"));
        assertThatThrownBy(() -> Sst2Archive.fetch(cache, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessage(cache.resolve("SST-2")
                        + ": expected the file SST-2/train.tsv, found none: remove it to fetch it anew");
    }

    private void refuse(byte[] archive, String problem) {
        try (FileServer server = new FileServer(archive)) {
            assertThatThrownBy(() -> Sst2Archive.fetch(server.uri("/file"), cache, QUIET))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(cache.resolve("SST-2.zip") + ": ")
                    .hasMessageContaining(problem);
        }
        assertThat(cache).isDirectoryNotContaining(Files::isDirectory);
    }

    /** An archive of stored, not compressed, entries; train first. */
    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (String name :
                    files.keySet().stream().sorted((a, b) -> b.compareTo(a)).toList()) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(files.get(name).getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
