package dev.valence.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.weights.WeightSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a source string by way of the service loader, the resolver and a jar to a directory. */
class ArtifactWeightsTest {
    private static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n";

    @TempDir
    private Path folder;

    private StubRepository repository;
    private Environment environment;

    @BeforeEach
    void start() throws IOException {
        repository = new StubRepository();
        Path m2 = Files.createDirectories(folder.resolve("home/.m2"));
        Files.writeString(
                m2.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>stub</id><mirrorOf>*</mirrorOf><url>" + repository.url()
                        + "</url></mirror></mirrors></settings>");
        environment = new Environment(folder.resolve("home"), folder.resolve("cache"), Map.of());
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private Path fetch() {
        WeightSource.Fetched fetched = WeightSource.fetch("maven:org.example:model:1", environment, Listener.NONE);
        assertThat(fetched.source()).isEqualTo("maven:org.example:model:1");
        return fetched.directory();
    }

    private void publish(byte[] jar) {
        repository.put("org/example/model/1/model-1.jar", jar);
    }

    private Map<String, byte[]> model() throws IOException {
        Path weights = folder.resolve("weights");
        SafetensorsWriter.write(weights, List.of(new NamedTensor("a", new float[] {7, 11, 13}, 0, 3)), Map.of());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("META-INF/MANIFEST.MF", new byte[0]);
        files.put("model/config.json", "{\"model_type\": \"bert\"}".getBytes(StandardCharsets.US_ASCII));
        files.put("model/model.safetensors", Files.readAllBytes(weights));
        files.put("model/vocab.txt", VOCABULARY.getBytes(StandardCharsets.US_ASCII));
        return files;
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

    @Test
    void aModelInAJarBecomesADirectoryThatIsMadeOnce() throws IOException {
        publish(zip(model()));
        Path directory = fetch();
        assertThat(directory).startsWith(folder.resolve("cache/weights/maven/org.example/model/1"));
        assertThat(names(directory))
                .containsExactlyInAnyOrder(
                        "config.json", "manifest.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(directory)) {
            float[] values = new float[3];
            weights.read("a", values, 0);
            assertThat(values).containsExactly(7, 11, 13);
        }
        repository.close();
        assertThat(fetch()).isEqualTo(directory);

        Files.write(directory.resolve("model.safetensors"), new byte[] {1});
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.safetensors of 1 bytes instead of");
    }

    @Test
    void aModelInAnArchiveInAJarIsFound() throws IOException {
        publish(zip(Map.of("archive", zip(model()))));
        assertThat(names(fetch())).contains("model.safetensors", "tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../escaped", "/escaped", "model/../../../escaped", "..\\escaped"})
    void namesThatLeadOutOfAJarAreRefused(String name) throws IOException {
        Map<String, byte[]> files = model();
        files.put(name, new byte[] {1});
        refusedToEscape(zip(files));
    }

    @Test
    void namesThatLeadOutOfAnArchiveInAJarAreRefused() throws IOException {
        refusedToEscape(zip(Map.of("archive", zip(Map.of("../../escaped", new byte[] {1})))));
    }

    private void refusedToEscape(byte[] jar) throws IOException {
        publish(jar);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected names of files within the archive");
        try (var everything = Files.walk(folder)) {
            assertThat(everything).noneMatch(file -> file.endsWith("escaped"));
        }
    }

    @Test
    void aJarWithoutAModelIsRefusedWithWhatItHolds() throws IOException {
        publish(zip(Map.of("readme.txt", new byte[] {'x'})));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required one model")
                .hasMessageContaining("found readme.txt");
    }

    @Test
    void whatIsNoJarIsRefused() {
        publish("not a jar".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected an intact zip archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maven:", "maven:a", "maven:a:b", "maven:a:b:..", "maven:a:b:c/d", "maven:..:..:1"})
    void wrongCoordinatesAreRefused(String source) {
        assertThatThrownBy(() -> WeightSource.fetch(source, environment, Listener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required maven:GROUP:ARTIFACT:VERSION");
        assertThat(repository.requests()).isEmpty();
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
