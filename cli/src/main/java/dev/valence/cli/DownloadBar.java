package dev.valence.cli;

import dev.valence.internal.Progress;
import java.util.Locale;

/** Shows a download in kibibytes. */
final class DownloadBar implements Progress, AutoCloseable {
    private static final long KIBIBYTE = 1024;

    private final Terminal terminal;
    private final String task;
    private ProgressLine line; // made anew when the total is known, which is with the first bytes

    DownloadBar(Terminal terminal, String task) {
        this.terminal = terminal;
        this.task = task;
        this.line = new ProgressLine(terminal, task, 0);
    }

    @Override
    public void update(long bytes, long total) {
        if (line.total() != total / KIBIBYTE && total != UNKNOWN) {
            line.close();
            line = new ProgressLine(terminal, task, total / KIBIBYTE);
        }
        line.update(bytes / KIBIBYTE, String.format(Locale.ROOT, "%,d KiB", bytes / KIBIBYTE));
    }

    @Override
    public void close() {
        line.close();
    }
}
