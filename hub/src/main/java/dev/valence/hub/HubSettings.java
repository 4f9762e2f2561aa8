package dev.valence.hub;

import dev.valence.Environment;
import dev.valence.InputException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Settings of the connection to the hub.
 *
 * @param endpoint its address
 * @param cache the folder of huggingface_hub: {@code hub} in {@code HF_HOME}
 * @param offline whether only the cache is used
 * @param token what proves who the user is, empty for nobody
 */
record HubSettings(URI endpoint, Path cache, boolean offline, String token) {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /**
     * Reads the variables of Python's huggingface_hub, with its defaults.
     *
     * @throws InputException if {@code HF_ENDPOINT} is no address
     */
    static HubSettings of(Environment environment) {
        String endpoint = environment.variable("HF_ENDPOINT");
        String xdg = environment.variable("XDG_CACHE_HOME");
        Path caches = xdg.isEmpty() ? environment.home().resolve(".cache") : Path.of(xdg);
        String own = environment.variable("HF_HOME");
        Path home = own.isEmpty() ? caches.resolve("huggingface") : Path.of(own);
        String cache = environment.variable("HF_HUB_CACHE");
        return new HubSettings(
                endpoint(endpoint.isEmpty() ? "https://huggingface.co" : endpoint),
                cache.isEmpty() ? home.resolve("hub") : Path.of(cache),
                TRUE.contains(environment.variable("HF_HUB_OFFLINE").toUpperCase(Locale.ROOT)),
                environment.variable("HF_TOKEN").strip());
    }

    private static URI endpoint(String text) {
        if (!text.matches("https?://[^\\s/]+(/\\S*)?")) {
            throw new InputException("HF_ENDPOINT: required an address that starts with http:// or https://, found '"
                    + text + "'; correct it");
        }
        return URI.create(text);
    }

    @Override
    public String toString() {
        return "HubSettings[" + endpoint + ", " + cache + ", " + offline + "]"; // without what is secret
    }
}
