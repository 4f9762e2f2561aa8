package dev.valence.cli;

import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows what long work reports: notes, a bar for each task, and in training loss, accuracy and speed, with a line for each
 * evaluation. Passes Ctrl-C on to the training.
 */
final class Display implements TrainingListener, AutoCloseable {
    private static final long KIBIBYTE = 1024;

    private final Terminal terminal;
    private Interruption interruption = new Interruption();
    private @Nullable ProgressLine line;
    private String task = ""; // of the line
    private int epochs; // of the training, or 0
    private boolean countsTokens;
    private List<String> warnings = List.of(); // of the last evaluation

    Display(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void note(String message) {
        if (line == null) {
            terminal.note(message);
        } else {
            line.say(message);
        }
    }

    @Override
    public void progress(String name, String unit, long done, long total) {
        if (unit.equals("bytes")) {
            long kibibytes = done / KIBIBYTE;
            show(name, kibibytes, Math.max(0, total / KIBIBYTE), String.format(Locale.ROOT, "%,d KiB", kibibytes));
        } else {
            show(name, done, Math.max(0, total), unit);
        }
        if (done == total) {
            close();
        }
    }

    private void show(String name, long done, long total, String details) {
        if (!name.equals(task)) {
            close();
        }
        if (line == null) {
            line = new ProgressLine(terminal, name, total);
            task = name;
        }
        line.update(done, total, details);
    }

    @Override
    public void started(int epochs, String unit) {
        this.epochs = epochs;
        countsTokens = unit.equals("tokens");
        warnings = List.of();
        interruption = new Interruption();
        interruption.watch();
    }

    @Override
    public void ended() {
        close();
        interruption.close();
    }

    @Override
    public void stepped(StepReport progress) {
        String details = String.format(
                Locale.ROOT,
                "epoch %s loss %.3f acc %.3f %s",
                epochs > 0 ? progress.epoch() + "/" + epochs : progress.epoch(),
                progress.loss(),
                progress.accuracy(),
                countsTokens
                        ? String.format(Locale.ROOT, "%,.0f tokens/s", progress.tokensPerSecond())
                        : String.format(Locale.ROOT, "%,.0f sentences/s", progress.examplesPerSecond()));
        show("Training", progress.step(), progress.totalSteps(), details);
    }

    @Override
    public void validated(Validation validation, boolean best) {
        note(String.format(
                Locale.ROOT,
                "step %6d  dev %s%s",
                validation.step(),
                figures(validation),
                best ? "  best, saved" : ""));
        if (!warnings.equals(validation.warnings())) {
            warnings = validation.warnings();
            warnings.forEach(warning ->
                    note("Warning: " + warning + "; if that stays so, try a lower learning rate or a longer warm-up."));
        }
    }

    @Override
    public void skipped(int step, String why) {
        note("step " + step + " skipped: " + why);
    }

    /** Figures on a line. */
    static String figures(Validation validation) {
        return validation.figures().entrySet().stream()
                .map(figure ->
                        String.format(Locale.ROOT, "%s %.4f", figure.getKey().replace('_', ' '), figure.getValue()))
                .collect(Collectors.joining("  "));
    }

    @Override
    public boolean stopRequested() {
        return interruption.requested();
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (line != null) {
            line.close();
            line = null;
            task = "";
        }
    }
}
