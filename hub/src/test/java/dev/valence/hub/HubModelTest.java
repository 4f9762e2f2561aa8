package dev.valence.hub;

import static dev.valence.hub.StubHub.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelTest {
    private static final int SIZE = 100_003;
    private static final int HALF = 50_021;

    @TempDir
    private Path cache;

    private final byte[] weights = new byte[SIZE];
    private StubHub hub;
    private Path folder;

    @BeforeEach
    void start() {
        new Random(22).nextBytes(weights);
        hub = new StubHub();
        hub.put("config.json", ascii("{}"));
        hub.put("tokenizer.json", ascii("{\"version\": \"1.0\"}"));
        hub.put("model.safetensors", weights);
        folder = cache.resolve("models--org--small");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Path fetch(String name, boolean offline, String token) throws IOException {
        HubSettings settings = new HubSettings(hub.endpoint(), cache, offline, token);
        return HubModel.fetch(name, settings, file -> (bytes, total) -> {});
    }

    private Path fetch() throws IOException {
        return fetch("org/small", false, "");
    }

    /** The layout is that of huggingface_hub, as its guide "Understand caching" draws it. */
    @Test
    void theCacheIsLaidOutAsPythonLaysItOut() throws IOException {
        Path snapshot = fetch();
        assertThat(snapshot).isEqualTo(folder.resolve("snapshots").resolve(COMMIT));
        assertThat(folder.resolve("refs/main")).hasContent(COMMIT);
        assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(weights);
        Path link = Files.readSymbolicLink(snapshot.resolve("model.safetensors"));
        assertThat(link).isEqualTo(Path.of("../../blobs", StubHub.tag("model.safetensors", weights)));
        assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/9e26dfeeb6e641a33dae4961196235bdb965b21b")); // git hash-object of {}
        try (var blobs = Files.list(folder.resolve("blobs"))) {
            assertThat(blobs).hasSize(3);
        }
    }

    @Test
    void whatStandsBesideTheTokenizerIsFetchedToo() throws IOException {
        List<String> names = List.of("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json");
        names.forEach(name -> hub.put(name, ascii("{\"" + name + "\": null}")));
        Path snapshot = fetch();
        for (String name : names) {
            assertThat(snapshot.resolve(name)).hasContent("{\"" + name + "\": null}");
        }
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws IOException {
        Path snapshot = fetch();
        int requests = hub.requests().size();
        assertThat(fetch()).isEqualTo(snapshot);
        assertThat(fetch("org/small@" + COMMIT, false, "")).isEqualTo(snapshot);
        assertThat(hub.requests()).hasSize(requests);
        hub.close();
        assertThat(fetch("org/small", true, "")).isEqualTo(snapshot);
        assertThat(fetch("org/small@" + COMMIT, true, "")).isEqualTo(snapshot);
        assertThat(fetch()).as("without a network what is there will do").isEqualTo(snapshot);
    }

    @Test
    void offlineNothingIsAskedFor() {
        assertThatThrownBy(() -> fetch("org/small", true, ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("because HF_HUB_OFFLINE is set, found none");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void theTokenGoesToTheHubAndNotToWhereItRedirects() throws IOException {
        fetch("org/small", false, "hf_secret");
        assertThat(hub.tokens()).contains("hub Bearer hf_secret").noneMatch(token -> token.startsWith("store"));
    }

    @Test
    void aModelThatWasRenamedIsFound() throws IOException {
        assertThat(fetch("org/old", false, "")).isEqualTo(cache.resolve("models--org--old/snapshots/" + COMMIT));
    }

    @Test
    void aBrokenDownloadGoesOnWhereItBroke() throws IOException {
        hub.breakAfter(HALF);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it broke off after " + HALF + " bytes");
        assertThat(folder.resolve("blobs/" + StubHub.tag("model.safetensors", weights) + ".incomplete"))
                .hasSize(HALF);
        hub.breakAfter(Integer.MAX_VALUE);
        assertThat(fetch().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requests()).contains("model.safetensors bytes=" + HALF + "-");
    }

    @Test
    void aWrongLengthIsRefused() {
        hub.claimExcess(7);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required " + (SIZE + 7) + " bytes, found " + SIZE + " bytes");
        assertThat(folder.resolve("snapshots").resolve(COMMIT).resolve("model.safetensors"))
                .doesNotExist();
    }

    @Test
    void aBodyLongerThanAnnouncedIsLeft() {
        hub.sendWithoutEnd();
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required at most " + SIZE + " bytes, found more");
        assertThat(folder.resolve("blobs/" + StubHub.tag("model.safetensors", weights) + ".incomplete"))
                .isEmptyFile();
    }

    @ParameterizedTest(name = "{0} GiB")
    @ValueSource(ints = {16, 1 << 20})
    void filesThatAreTooLargeTogetherAreNotFetched(int gibibytes) {
        hub.claimExcess(((long) gibibytes << 30) - SIZE);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required files of at most 17179869184 bytes together, found model.safetensors");
        assertThat(hub.requests()).containsExactly("config.json");
    }

    @Test
    void aCacheThatCannotBeWrittenToWillDoWhereAllIsThere() throws IOException {
        Path snapshot = fetch();
        Path reference = folder.resolve("refs/main");
        FileTime time = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(reference, time);
        assertThat(fetch()).isEqualTo(snapshot);
        assertThat(Files.getLastModifiedTime(reference)).as("not written again").isEqualTo(time);
    }

    @Test
    void otherContentIsRefusedAndNotKept() throws IOException {
        hub.sendOtherContent();
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required the checksum " + StubHub.tag("model.safetensors", weights));
        assertThat(folder.resolve("blobs/" + StubHub.tag("model.safetensors", weights)))
                .doesNotExist();
    }

    @Test
    void shardsAreFetchedByTheirIndex() throws IOException {
        hub.remove("model.safetensors");
        hub.put(
                "model.safetensors.index.json",
                ascii("{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}"));
        hub.put("one.safetensors", ascii("one"));
        hub.put("two.safetensors", ascii("two"));
        Path snapshot = fetch();
        assertThat(snapshot.resolve("one.safetensors")).hasContent("one");
        assertThat(snapshot.resolve("two.safetensors")).hasContent("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.json"})
    void whatIsMissingIsNamed(String name) {
        hub.remove(name);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("hf:org/small@main: required " + name);
    }

    @ParameterizedTest
    @CsvSource({"401, check the name", "403, accept the model's terms", "429, try again later", "500, try again later"})
    void otherStatusesAreRefused(int status, String advice) {
        hub.status(status);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found status " + status + " for config.json; " + advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b/c", "../b", "a/..", "a/b@", "a/b@..", "a/b@../../c", "/b", "a b", "a/b@x y"})
    void namesThatCouldLeadElsewhereAreRefused(String name) {
        assertThatThrownBy(() -> fetch(name, false, ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required hf:ORG/NAME or hf:ORG/NAME@REVISION");
    }

    @Test
    void settingsDoNotShowTheToken() {
        assertThat(new HubSettings(hub.endpoint(), cache, false, "hf_secret").toString())
                .doesNotContain("hf_secret");
    }
}
