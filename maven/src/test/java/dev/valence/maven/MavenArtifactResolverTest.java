package dev.valence.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MavenArtifactResolverTest {
    private static final String COORDINATES = "org.example.models:small:1.2";
    private static final String PATH = "org/example/models/small/1.2/small-1.2.jar";
    private static final byte[] CONTENT = "what the jar holds".getBytes(StandardCharsets.US_ASCII);
    private static final Progress QUIET = (bytes, total) -> {};

    @TempDir
    private Path home;

    private StubRepository repository;

    @BeforeEach
    void start() {
        repository = new StubRepository();
        repository.put(PATH, CONTENT);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private MavenSettings settings(String content) throws IOException {
        Files.createDirectories(home.resolve(".m2"));
        Files.writeString(home.resolve(".m2/settings.xml"), "<settings>" + content + "</settings>");
        return new MavenSettings(home, null, Map.of("PORT", String.valueOf(repository.port())));
    }

    private String mirror() {
        return "<mirrors><mirror><id>stub</id><mirrorOf>*</mirrorOf><url>" + repository.url()
                + "</url></mirror></mirrors>";
    }

    private static Path resolve(MavenSettings settings) {
        return new MavenArtifactResolver().resolve(COORDINATES, settings, QUIET);
    }

    @Test
    void anArtifactComesFromTheMirrorOnceAndThenFromTheLocalRepository() throws IOException {
        List<Long> totals = new ArrayList<>();
        Path file = new MavenArtifactResolver()
                .resolve(COORDINATES, settings(mirror()), (bytes, total) -> totals.add(bytes));
        assertThat(file).isEqualTo(home.resolve(".m2/repository").resolve(PATH)).hasBinaryContent(CONTENT);
        assertThat(totals).endsWith((long) CONTENT.length);
        assertThat(repository.requests()).contains("/repository/" + PATH);

        repository.close();
        assertThat(resolve(settings(mirror() + "<offline>true</offline>"))).isEqualTo(file);
    }

    @Test
    void theLocalRepositoryIsWhereTheSettingsSay() throws IOException {
        Path local = home.resolve("elsewhere");
        Path file = resolve(settings(mirror() + "<localRepository>" + local + "</localRepository>"));
        assertThat(file).isEqualTo(local.resolve(PATH));
    }

    @Test
    void settingsMayReferToTheEnvironment() throws IOException {
        String url = "http://localhost:${env.PORT}/repository";
        String mirror =
                "<mirrors><mirror><id>stub</id><mirrorOf>central</mirrorOf><url>" + url + "</url></mirror></mirrors>";
        assertThat(resolve(settings(mirror))).hasBinaryContent(CONTENT);
    }

    @Test
    void repositoriesOfActiveProfilesAreAsked() throws IOException {
        String profile = "<profiles><profile><id>company</id><repositories><repository><id>models</id><url>"
                + repository.url() + "</url></repository></repositories></profile></profiles>"
                + "<activeProfiles><activeProfile>company</activeProfile></activeProfiles>";
        assertThat(resolve(settings(profile))).hasBinaryContent(CONTENT);
    }

    @Test
    void theGlobalSettingsCountWhereTheUserHasNone() throws IOException {
        Path global = Files.writeString(home.resolve("global.xml"), "<settings>" + mirror() + "</settings>");
        assertThat(resolve(new MavenSettings(home, global, Map.of()))).hasBinaryContent(CONTENT);
    }

    @Test
    void aServerGetsItsPassword() throws IOException {
        repository.demandPassword();
        String server = "<servers><server><id>stub</id><username>me</username><password>secret</password></server>"
                + "</servers>";
        assertThat(resolve(settings(mirror() + server))).hasBinaryContent(CONTENT);
        String expected = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.US_ASCII));
        assertThat(repository.authorizations()).contains("Basic " + expected);
    }

    @Test
    void aProxyIsUsed() throws IOException {
        String mirror = "<mirrors><mirror><id>stub</id><mirrorOf>*</mirrorOf>"
                + "<url>http://models.invalid/repository</url></mirror></mirrors>";
        String proxy = "<proxies><proxy><active>true</active><protocol>http</protocol><host>localhost</host><port>"
                + repository.port() + "</port></proxy></proxies>";
        assertThat(resolve(settings(mirror + proxy))).hasBinaryContent(CONTENT);
        assertThat(repository.requests()).contains("http://models.invalid/repository/" + PATH);
    }

    @Test
    void anotherChecksumIsRefused() throws IOException {
        repository.putAlone(
                PATH + ".sha1", "0000000000000000000000000000000000000000".getBytes(StandardCharsets.US_ASCII));
        refused(settings(mirror()), "Checksum validation failed");
    }

    @Test
    void aDownloadThatBrokeOffGoesOnWhereItBroke() throws IOException {
        MavenSettings settings = settings(mirror());
        repository.breakOffAfter(7);
        refused(settings, "Premature end");
        Path part = home.resolve(".m2/repository").resolve(PATH + ".part");
        assertThat(part).hasBinaryContent(Arrays.copyOf(CONTENT, 7));

        List<Long> told = new ArrayList<>();
        Path file = new MavenArtifactResolver().resolve(COORDINATES, settings, (bytes, total) -> told.add(bytes));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(repository.requests()).contains("bytes=7-");
        assertThat(told).contains(7L).endsWith((long) CONTENT.length);
        assertThat(part).doesNotExist();
    }

    /** The checksum fails, and the resolver tries again. */
    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {3, 18, 19})
    void whatIsLeftOfAnotherFileIsFetchedAnew(int bytes) throws IOException {
        MavenSettings settings = settings(mirror());
        Path part = home.resolve(".m2/repository").resolve(PATH + ".part");
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[bytes]);
        assertThat(resolve(settings)).hasBinaryContent(CONTENT);
    }

    @Test
    void anArtifactThatNobodyHasIsRefused() throws IOException {
        MavenSettings settings = settings(mirror());
        assertThatThrownBy(() -> new MavenArtifactResolver().resolve("org.example:none:3", settings, QUIET))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("maven:org.example:none:3: required an artifact")
                .hasMessageContaining("Could not find artifact org.example:none:jar:3 in stub");
    }

    @Test
    void offlineSaysSoInOneLine() throws IOException {
        refused(settings(mirror() + "<offline>true</offline>"), "offline");
    }

    @Test
    void withoutAnyoneListeningOneLineSaysSo() throws IOException {
        MavenSettings settings = settings(mirror());
        repository.close();
        refused(settings, "Connect to localhost:" + repository.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<mirrors>", "<mirrors><mirror></mirrors>", "</settings>"})
    void brokenSettingsAreRefused(String content) throws IOException {
        MavenSettings settings = settings(content);
        assertThatThrownBy(() -> resolve(settings))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(home.resolve(".m2/settings.xml") + ": required settings that Maven can read")
                .message()
                .hasLineCount(1);
    }

    private static void refused(MavenSettings settings, String message) {
        assertThatThrownBy(() -> resolve(settings))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("maven:" + COORDINATES + ": required an artifact")
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }
}
