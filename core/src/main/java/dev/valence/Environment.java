package dev.valence;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The user's folders and variables. The library never reads the environment itself: without an {@code Environment} of the
 * caller's it knows the home folder only. Immutable.
 *
 * <pre>{@code
 * Environment user = Environment.of(System.getenv());
 * Classifier classifier = Valence.load("hf:org/name", Engine.best(), user, Listener.NONE);
 * }</pre>
 *
 * @param home the user's home folder
 * @param cache the folder for what can be made again: token caches, converted models, downloads
 * @param variables environment variables, such as {@code HF_HOME} and {@code HF_TOKEN}
 */
public record Environment(Path home, Path cache, Map<String, String> variables) {
    /** Copies the map. */
    public Environment {
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(cache, "cache");
        variables = Map.copyOf(variables);
    }

    /** The home folder of the system property {@code user.home}, no variables, and {@code .cache/valence} there. */
    public static Environment defaults() {
        return of(Map.of());
    }

    /**
     * The environment that variables describe. The cache is {@code VALENCE_CACHE}, else {@code XDG_CACHE_HOME/valence}, else
     * {@code .cache/valence} in the home folder.
     *
     * @param variables such as {@link System#getenv()}
     */
    public static Environment of(Map<String, String> variables) {
        Path home = Path.of(System.getProperty("user.home"));
        String own = variables.getOrDefault("VALENCE_CACHE", "");
        String caches = variables.getOrDefault("XDG_CACHE_HOME", "");
        Path cache = !own.isEmpty()
                ? Path.of(own)
                : (caches.isEmpty() ? home.resolve(".cache") : Path.of(caches)).resolve("valence");
        return new Environment(home, cache, variables);
    }

    /** The same with another cache folder. */
    public Environment withCache(Path folder) {
        return new Environment(home, folder, variables);
    }

    /** The value of a variable, empty if it is not set. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return "Environment[" + home + ", " + cache + "]"; // variables may be secrets
    }
}
