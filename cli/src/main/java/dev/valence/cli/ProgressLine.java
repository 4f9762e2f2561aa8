package dev.valence.cli;

import dev.valence.internal.VisibleText;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress of one long task: a bar that is drawn in place on a terminal, a plain line now and then elsewhere. Not
 * thread-safe.
 */
final class ProgressLine implements AutoCloseable {
    private static final long PLAIN_MILLIS = 10_000;
    private static final int BAR_MILLIS = 200;
    /** What is done sooner than this needs no bar. */
    private static final long PATIENCE_MILLIS = 500;

    private final Terminal terminal;
    private final String task;
    private long total;
    private @Nullable ProgressBar bar;
    private final long start = System.currentTimeMillis();
    private long lastPlain = start;

    ProgressLine(Terminal terminal, String task, long total) {
        this.terminal = terminal;
        this.task = VisibleText.line(task);
        this.total = total;
    }

    private ProgressBar newBar() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(BAR_MILLIS)
                .clearDisplayOnFinish()
                .setConsumer(new InPlace(terminal))
                .build();
    }

    /** What there is to do in all. */
    long total() {
        return total;
    }

    /** Tells how much is done, of a total that was found to be another, and what else is worth knowing. */
    void update(long done, long newTotal, String details) {
        total = newTotal;
        if (bar != null) {
            bar.maxHint(newTotal);
        }
        update(done, details);
    }

    /** Tells how much is done and what else is worth knowing. */
    void update(long done, String details) {
        if (bar == null && terminal.interactive() && System.currentTimeMillis() - start > PATIENCE_MILLIS) {
            bar = newBar();
        }
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(details);
        } else if (!terminal.interactive() && System.currentTimeMillis() - lastPlain >= PLAIN_MILLIS) {
            lastPlain = System.currentTimeMillis();
            terminal.note(String.format(
                    Locale.ROOT,
                    "%s %d/%d (%.0f %%) %s",
                    task,
                    done,
                    total,
                    100.0 * done / Math.max(1, total),
                    details));
        }
    }

    /** Prints a line that stays, above the bar. */
    void say(String line) {
        if (bar != null) {
            bar.pause();
            terminal.progress().print("\r\033[2K");
            terminal.note(line);
            bar.resume();
        } else {
            terminal.note(line);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Draws over one line and leaves none behind. */
    private static final class InPlace extends ConsoleProgressBarConsumer {
        private final Terminal terminal;

        InPlace(Terminal terminal) {
            super(terminal.progress(), terminal.columns());
            this.terminal = terminal;
        }

        @Override
        public void close() {
            terminal.progress().print("\r\033[2K");
            terminal.progress().flush();
        }
    }
}
