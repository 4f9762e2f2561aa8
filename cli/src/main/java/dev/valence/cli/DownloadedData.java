package dev.valence.cli;

import dev.valence.hub.Sst2Archive;
import java.nio.file.Path;

/** Data that is fetched once and kept. */
final class DownloadedData {
    private DownloadedData() {}

    /** The folder of GLUE's SST-2, fetched where it is not in the cache yet. */
    static Path sst2(Display display, Terminal terminal) {
        return Sst2Archive.fetch(
                terminal.user().cache().resolve("data"),
                (done, total) -> display.progress("Fetching SST-2", "bytes", done, total));
    }
}
