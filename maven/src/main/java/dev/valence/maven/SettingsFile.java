package dev.valence.maven;

import dev.valence.InputException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.crypto.DefaultSettingsDecrypter;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher;
import org.sonatype.plexus.components.sec.dispatcher.DefaultSecDispatcher;

/**
 * Reader of {@code settings.xml}, the user's over the installation's, with references resolved and passwords decrypted.
 */
final class SettingsFile {
    private SettingsFile() {}

    /** @throws InputException if a file is broken */
    static Settings read(MavenSettings maven) {
        Path folder = maven.home().resolve(".m2");
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        maven.environment().forEach((name, value) -> properties.setProperty("env." + name, value));
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setSystemProperties(properties);
        request.setUserSettingsFile(existing(folder.resolve("settings.xml")));
        request.setGlobalSettingsFile(existing(maven.globalSettings()));
        try {
            Settings settings = new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
            return decrypted(settings, folder);
        } catch (SettingsBuildingException e) {
            String files = Stream.of(request.getUserSettingsFile(), request.getGlobalSettingsFile())
                    .filter(Objects::nonNull)
                    .map(File::toString)
                    .collect(Collectors.joining(" and "));
            throw new InputException(
                    files + ": required settings that Maven can read, found " + OneLine.of(e) + "; correct them", e);
        }
    }

    private static @Nullable File existing(@Nullable Path file) {
        return file != null && Files.isRegularFile(file) ? file.toFile() : null;
    }

    private static Settings decrypted(Settings settings, Path folder) {
        DefaultSecDispatcher dispatcher = new DefaultSecDispatcher(new DefaultPlexusCipher());
        dispatcher.setConfigurationFile(folder.resolve("settings-security.xml").toString());
        SettingsDecryptionResult result =
                new DefaultSettingsDecrypter(dispatcher).decrypt(new DefaultSettingsDecryptionRequest(settings));
        settings.setServers(result.getServers());
        settings.setProxies(result.getProxies());
        return settings;
    }
}
