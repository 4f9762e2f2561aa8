package dev.valence.hub;

import dev.valence.Environment;
import dev.valence.Listener;
import dev.valence.internal.weights.DatasetSource;
import java.nio.file.Path;

/** The data set {@code sst2}, kept in {@code data} of the user's cache folder. Thread-safe. */
public final class Sst2 implements DatasetSource {
    @Override
    public String name() {
        return "sst2";
    }

    @Override
    public Path fetch(Environment environment, Listener listener) {
        return Sst2Archive.fetch(
                environment.cache().resolve("data"),
                (done, total) -> listener.progress("Fetching SST-2", "bytes", done, total));
    }
}
