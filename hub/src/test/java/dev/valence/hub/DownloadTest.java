package dev.valence.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final int SIZE = 300_007;
    private static final int HALF = 150_001;
    private static final long MOST = SIZE + 11;
    private static final Progress QUIET = (bytes, total) -> {};

    @TempDir
    private Path cache;

    private final byte[] content = bytes(1);
    private FileServer server;
    private Path file;

    @BeforeEach
    void start() {
        server = new FileServer(content);
        file = cache.resolve("sub/data.bin");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileIsFetchedOnce() throws IOException {
        List<Long> seen = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        Path fetched = Download.fetch(server.uri("/file"), file, MOST, (bytes, total) -> {
            seen.add(bytes);
            totals.add(total);
        });
        assertThat(fetched).isEqualTo(file).hasBinaryContent(content);
        assertThat(seen).isSorted().endsWith((long) SIZE);
        assertThat(totals).endsWith((long) SIZE);
        assertThat(names()).containsExactly("data.bin", "data.bin.sha256");

        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(server.ranges()).containsExactly("none");
    }

    /** The digest of "abc" is an example of FIPS 180-4. */
    @Test
    void theChecksumIsWrittenAsSha256sumDoes() throws IOException {
        server.replace(new byte[] {'a', 'b', 'c'}, "\"abc\"");
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(file.resolveSibling("data.bin.sha256"))
                .hasContent("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  data.bin\n");
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
        breakInTheMiddle();
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(file).hasBinaryContent(content);
        assertThat(server.ranges()).containsExactly("none", "bytes=" + HALF + "-");
        assertThat(names()).containsExactly("data.bin", "data.bin.sha256");
    }

    @Test
    void aServerThatIgnoresRangesSendsItAllAgain() throws IOException {
        breakInTheMiddle();
        server.ignoreRanges();
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void twoVersionsAreNotJoined() throws IOException {
        breakInTheMiddle();
        byte[] newer = bytes(2);
        server.replace(newer, "\"2\"");
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(server.ranges()).endsWith("bytes=" + HALF + "-");
        assertThat(file).hasBinaryContent(newer);
    }

    @ParameterizedTest(name = "entity tag [{0}]")
    @ValueSource(strings = {"", "W/\"1\""})
    void withoutAStrongNameOfTheVersionItBeginsAnew(String tag) throws IOException {
        server.tag(tag);
        breakInTheMiddle();
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(server.ranges()).containsExactly("none", "none");
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void aPartLongerThanTheFileIsThrownAway() throws IOException {
        breakInTheMiddle();
        server.replace(new byte[] {7, 8, 9}, "\"1\"");
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(file).hasBinaryContent(new byte[] {7, 8, 9});
        assertThat(server.ranges()).containsExactly("none", "bytes=" + HALF + "-", "none");
    }

    @Test
    void redirectsAreFollowed() {
        Download.fetch(server.uri("/moved"), file, MOST, QUIET);
        assertThat(file).hasBinaryContent(content);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {403, 404, 500, 503})
    void otherStatusesAreRefused(int status) throws IOException {
        server.status(status);
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessage("cannot fetch " + server.uri("/file") + ": expected status 200, found " + status
                        + ": try again later, or put the file there by hand: " + file);
        assertThat(names()).doesNotContain("data.bin", "data.bin.sha256");
    }

    @Test
    void aWrongLengthIsRefused() throws IOException {
        breakInTheMiddle();
        server.claimExcess(11);
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected " + (SIZE + 11) + " bytes, found " + SIZE);
        assertThat(names()).doesNotContain("data.bin", "data.bin.sha256");
    }

    @Test
    void aBodyWithoutAnEndIsLeft() throws IOException {
        server.sendWithoutEnd();
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required at most " + MOST + " bytes, found more");
        assertThat(file).doesNotExist();
        assertThat(file.resolveSibling("data.bin.part")).isEmptyFile();
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsNotFetched() throws IOException {
        List<Long> seen = new ArrayList<>();
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, SIZE - 1, (bytes, total) -> seen.add(bytes)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required at most " + (SIZE - 1) + " bytes, found more");
        assertThat(seen).containsOnly(0L);
        assertThat(file.resolveSibling("data.bin.part")).isEmptyFile();
    }

    @Test
    void theRestOfABodyIsCountedWithWhatIsThere() throws IOException {
        breakInTheMiddle();
        server.sendWithoutEnd();
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required at most " + MOST + " bytes, found more");
    }

    @Test
    void aStallEndsTheWaiting() throws IOException {
        server.breakAfter(HALF);
        server.stall();
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET, Duration.ofSeconds(2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it broke off after " + HALF + " bytes (nothing came for 2 seconds)");
        assertThat(file.resolveSibling("data.bin.part")).hasSize(HALF);
    }

    @Test
    void withoutNetworkOneLineSaysWhatToDo() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        URI nowhere = URI.create("http://127.0.0.1:" + port + "/file");
        assertThatThrownBy(() -> Download.fetch(nowhere, file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "cannot fetch " + nowhere + ": no connection to 127.0.0.1: try again with a working network,"
                                + " or put the file there by hand: " + file);
    }

    @Test
    void aFilePutThereByHandIsUsedAndRemembered() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        assertThat(server.ranges()).isEmpty();
        assertThat(names()).containsExactly("data.bin", "data.bin.sha256");
    }

    @Test
    void aFileThatChangedIsRefused() throws IOException {
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        Files.write(file, bytes(3));
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": expected SHA-256 ")
                .hasMessageEndingWith("delete the file and data.bin.sha256 to fetch it anew");
    }

    @Test
    void aFileThatChangedOnTheServerIsRefused() throws IOException {
        Download.fetch(server.uri("/file"), file, MOST, QUIET);
        Files.delete(file);
        server.replace(bytes(4), "\"4\"");
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected SHA-256 ");
        assertThat(file).doesNotExist();
        server.replace(content, "\"1\"");
        assertThat(Download.fetch(server.uri("/file"), file, MOST, QUIET)).hasBinaryContent(content);
    }

    @Test
    void onlyOneFetchesAtATime() throws IOException {
        Files.createDirectories(file.getParent());
        try (PartFile part = PartFile.open(file)) {
            assertThat(part.size()).isZero();
            assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("data.bin.part: expected to be the only one to fetch it");
        }
    }

    private void breakInTheMiddle() {
        server.breakAfter(HALF);
        assertThatThrownBy(() -> Download.fetch(server.uri("/file"), file, MOST, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it broke off after " + HALF + " bytes");
        assertThat(file).doesNotExist();
        server.breakAfter(Integer.MAX_VALUE);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(file.getParent())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
