package dev.valence.internal.weights;

import dev.valence.InputException;
import dev.valence.hub.HubSettings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Temporary. */
final class TemporarySettings {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    private TemporarySettings() {}

    static WeightSettings settings(dev.valence.Environment terminal) {
        Path home = terminal.home();
        return new WeightSettings(
                terminal.cache().resolve("weights"),
                hub(terminal, home),
                new MavenSettings(home, globalMavenSettings(terminal), terminal.variables()));
    }

    /** The variables of Python's huggingface_hub, with its defaults. */
    private static HubSettings hub(dev.valence.Environment terminal, Path home) {
        String endpoint = terminal.variable("HF_ENDPOINT");
        String xdg = terminal.variable("XDG_CACHE_HOME");
        Path caches = xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
        String own = terminal.variable("HF_HOME");
        Path hubHome = own.isEmpty() ? caches.resolve("huggingface") : Path.of(own);
        String cache = terminal.variable("HF_HUB_CACHE");
        return new HubSettings(
                endpoint(endpoint.isEmpty() ? "https://huggingface.co" : endpoint),
                cache.isEmpty() ? hubHome.resolve("hub") : Path.of(cache),
                TRUE.contains(terminal.variable("HF_HUB_OFFLINE").toUpperCase(Locale.ROOT)),
                terminal.variable("HF_TOKEN").strip());
    }

    private static URI endpoint(String text) {
        if (!text.matches("https?://[^\\s/]+(/\\S*)?")) {
            throw new InputException("HF_ENDPOINT: required an address that starts with http:// or https://, found '"
                    + text + "'; correct it");
        }
        return URI.create(text);
    }

    /** The settings of the Maven that is installed, as its own script finds them. */
    private static @Nullable Path globalMavenSettings(dev.valence.Environment terminal) {
        for (String variable : new String[] {"MAVEN_HOME", "M2_HOME"}) {
            if (!terminal.variable(variable).isEmpty()) {
                return Path.of(terminal.variable(variable), "conf", "settings.xml");
            }
        }
        for (String folder : terminal.variable("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
            Path script = Path.of(folder).resolve("mvn");
            if (!folder.isEmpty() && Files.isExecutable(script)) {
                return settingsBeside(script);
            }
        }
        return null;
    }

    private static @Nullable Path settingsBeside(Path script) {
        try {
            return script.toRealPath()
                    .resolveSibling(Path.of("..", "conf", "settings.xml"))
                    .normalize();
        } catch (IOException e) { // gone meanwhile
            return null;
        }
    }
}
