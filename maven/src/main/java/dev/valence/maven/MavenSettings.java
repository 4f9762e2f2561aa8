package dev.valence.maven;

import dev.valence.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Places of the user's Maven settings.
 *
 * @param home the user's home, which holds {@code .m2}
 * @param globalSettings the {@code settings.xml} of the installed Maven, where there is one
 * @param environment variables that {@code settings.xml} may refer to
 */
record MavenSettings(Path home, @Nullable Path globalSettings, Map<String, String> environment) {
    /** Copies the map. */
    MavenSettings {
        environment = Map.copyOf(environment);
    }

    /** Returns the user's settings, with the global settings of the installed Maven, found as Maven's script does. */
    static MavenSettings of(Environment environment) {
        return new MavenSettings(environment.home(), globalSettings(environment), environment.variables());
    }

    private static @Nullable Path globalSettings(Environment environment) {
        for (String variable : List.of("MAVEN_HOME", "M2_HOME")) {
            if (!environment.variable(variable).isEmpty()) {
                return Path.of(environment.variable(variable), "conf", "settings.xml");
            }
        }
        for (String folder : environment.variable("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
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

    @Override
    public String toString() {
        return "MavenSettings[" + home + ", " + globalSettings + "]"; // variables may be secrets
    }
}
