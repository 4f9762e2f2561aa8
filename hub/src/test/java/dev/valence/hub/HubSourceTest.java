package dev.valence.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.weights.DatasetSource;
import dev.valence.internal.weights.WeightSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a name by way of the service loader to a directory, and what the environment says on the way. */
class HubSourceTest {
    @TempDir
    private Path folder;

    private Environment environment(Map<String, String> variables) {
        return new Environment(folder.resolve("home"), folder.resolve("cache"), variables);
    }

    @Test
    void aModelIsFetchedIntoTheHubsOwnCacheAndPinnedToItsCommit() {
        List<String> tasks = new ArrayList<>();
        Listener listener = new Listener() {
            @Override
            public void progress(String task, String unit, long done, long total) {
                tasks.add(task + " in " + unit);
            }
        };
        try (StubHub hub = new StubHub()) {
            hub.put("config.json", "{}".getBytes(StandardCharsets.US_ASCII));
            hub.put("tokenizer.json", "{}".getBytes(StandardCharsets.US_ASCII));
            hub.put("model.safetensors", new byte[101]);
            Environment environment = environment(Map.of(
                    "HF_ENDPOINT", hub.endpoint().toString(),
                    "HF_HOME", folder.resolve("hf").toString(),
                    "HF_TOKEN", " secret\n"));
            WeightSource.Fetched fetched = WeightSource.fetch("hf:org/small", environment, listener);
            assertThat(fetched.source()).isEqualTo("hf:org/small@" + StubHub.COMMIT);
            assertThat(fetched.directory())
                    .isEqualTo(folder.resolve("hf/hub/models--org--small/snapshots/" + StubHub.COMMIT));
            assertThat(hub.tokens()).anyMatch(token -> token.endsWith("Bearer secret"));
        }
        assertThat(tasks).contains("Fetching config.json in bytes", "Fetching model.safetensors in bytes");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void theCacheIsWherePythonLooksForIt() {
        assertThat(HubSettings.of(environment(Map.of())))
                .hasToString("HubSettings[https://huggingface.co, " + folder.resolve("home/.cache/huggingface/hub")
                        + ", false]");
        assertThat(HubSettings.of(environment(Map.of("XDG_CACHE_HOME", "/caches")))
                        .cache())
                .isEqualTo(Path.of("/caches/huggingface/hub"));
        assertThat(HubSettings.of(environment(Map.of("HF_HOME", "/hf", "HF_HUB_CACHE", "/own")))
                        .cache())
                .isEqualTo(Path.of("/own"));
        assertThat(HubSettings.of(environment(Map.of("HF_HUB_OFFLINE", "yes"))).offline())
                .isTrue();
    }

    @Test
    void anEndpointThatIsNoAddressIsRefused() {
        Environment environment = environment(Map.of("HF_ENDPOINT", "huggingface.co"));
        assertThatThrownBy(() -> WeightSource.fetch("hf:org/small", environment, Listener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("HF_ENDPOINT: required an address that starts with http:// or https://");
    }

    @Test
    void aPathThatIsNothingIsRefusedWithTheFormOfNames() {
        assertThatThrownBy(() -> WeightSource.fetch("org/small", environment(Map.of()), Listener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("org/small: required a directory or hf:ORG/NAME[@REVISION], found nothing");
    }

    @Test
    void sst2IsKeptInTheCache() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("cache/data/SST-2"));
        Files.writeString(kept.resolve("train.tsv"), "sentence\tlabel\n");
        Files.writeString(kept.resolve("dev.tsv"), "sentence\tlabel\n");
        assertThat(DatasetSource.fetch("sst2", environment(Map.of()), Listener.NONE))
                .isEqualTo(kept);
    }
}
