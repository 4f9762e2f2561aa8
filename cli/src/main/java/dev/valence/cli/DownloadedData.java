package dev.valence.cli;

import dev.valence.data.DownloadProgress;
import dev.valence.data.Sst2Archive;
import java.nio.file.Path;
import java.util.Locale;

/** Data that is fetched once and kept. */
final class DownloadedData {
    private static final long KIBIBYTE = 1024;

    private DownloadedData() {}

    /** The folder of GLUE's SST-2, fetched where it is not in the cache yet. */
    static Path sst2(Terminal terminal) {
        Bar bar = new Bar(terminal);
        try {
            return Sst2Archive.fetch(Caches.folder(terminal, "data"), bar);
        } finally {
            bar.close();
        }
    }

    /** Shows a download in kibibytes; made when the first bytes come, because the total is not known before. */
    private static final class Bar implements DownloadProgress {
        private final Terminal terminal;
        private ProgressLine line;

        Bar(Terminal terminal) {
            this.terminal = terminal;
            this.line = new ProgressLine(terminal, "Fetching SST-2", 0);
        }

        @Override
        public void update(long bytes, long total) {
            if (line.total() != total / KIBIBYTE && total != UNKNOWN) {
                line.close();
                line = new ProgressLine(terminal, "Fetching SST-2", total / KIBIBYTE);
            }
            line.update(bytes / KIBIBYTE, String.format(Locale.ROOT, "%,d KiB", bytes / KIBIBYTE));
        }

        void close() {
            line.close();
        }
    }
}
