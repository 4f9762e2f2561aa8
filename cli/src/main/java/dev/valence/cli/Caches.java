package dev.valence.cli;

import java.nio.file.Path;

/** Where what can be made again is kept: VALENCE_CACHE, else XDG_CACHE_HOME/valence, else ~/.cache/valence. */
final class Caches {
    private Caches() {}

    static Path folder(Terminal terminal, String name) {
        String own = terminal.variable("VALENCE_CACHE");
        if (!own.isEmpty()) {
            return Path.of(own, name);
        }
        String xdg = terminal.variable("XDG_CACHE_HOME");
        Path root = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return root.resolve("valence").resolve(name);
    }
}
