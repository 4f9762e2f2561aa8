package dev.valence.hub;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the hub is reached.
 *
 * @param endpoint its address
 * @param cache the folder of huggingface_hub: {@code hub} in {@code HF_HOME}
 * @param offline whether only the cache is used
 * @param token what proves who the user is, empty for nobody
 */
public record HubSettings(URI endpoint, Path cache, boolean offline, String token) {
    @Override
    public String toString() {
        return "HubSettings[" + endpoint + ", " + cache + ", " + offline + "]"; // without what is secret
    }
}
