package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.hub.HubSettings;
import dev.valence.internal.Progress;
import dev.valence.internal.weights.MavenSettings;
import dev.valence.internal.weights.WeightProgress;
import dev.valence.internal.weights.WeightSettings;
import dev.valence.internal.weights.WeightSource;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pre-trained weights by what users call them, fetched and converted where that is not done yet. */
final class PretrainedWeights {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    private PretrainedWeights() {}

    /**
     * Where the weights of a source are, in Hugging Face's layout.
     *
     * @throws dev.valence.InputException if it cannot be had or is not understood
     */
    static WeightSource.Fetched fetch(Terminal terminal, String source) {
        try (Display display = new Display(terminal)) {
            return WeightSource.fetch(source, settings(terminal), display);
        }
    }

    private static WeightSettings settings(Terminal terminal) {
        Path home = Path.of(System.getProperty("user.home"));
        return new WeightSettings(
                Caches.folder(terminal, "weights"),
                hub(terminal, home),
                new MavenSettings(home, globalMavenSettings(terminal), terminal.environment()));
    }

    /** The variables of Python's huggingface_hub, with its defaults. */
    private static HubSettings hub(Terminal terminal, Path home) {
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
    private static @Nullable Path globalMavenSettings(Terminal terminal) {
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

    /** One bar after the other. */
    private static final class Display implements WeightProgress, AutoCloseable {
        private final Terminal terminal;
        private @Nullable DownloadBar bar;

        Display(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Progress download(String name) {
            close();
            bar = new DownloadBar(terminal, "Fetching " + name);
            return bar;
        }

        @Override
        public void step(String what) {
            close();
            terminal.note(what + " ...");
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }
}
