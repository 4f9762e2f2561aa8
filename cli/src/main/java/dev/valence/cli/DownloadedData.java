package dev.valence.cli;

import dev.valence.InputException;
import java.nio.file.Path;

/** Data that is fetched once and kept. */
final class DownloadedData {
    private DownloadedData() {}

    static Path sst2(Terminal terminal) {
        if (terminal.columns() > 0) {
            throw new InputException("not linked yet");
        }
        return Path.of(".");
    }
}
