package dev.valence.internal.weights;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Maven would know of this user and this machine.
 *
 * @param home the user's home, which holds {@code .m2}
 * @param globalSettings the {@code settings.xml} of the installed Maven, where there is one
 * @param environment variables that {@code settings.xml} may refer to
 */
public record MavenSettings(Path home, @Nullable Path globalSettings, Map<String, String> environment) {
    /** Copies the map. */
    public MavenSettings {
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "MavenSettings[" + home + ", " + globalSettings + "]"; // variables may be secrets
    }
}
