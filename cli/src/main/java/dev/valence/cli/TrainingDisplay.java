package dev.valence.cli;

import dev.valence.internal.train.TrainingConfig.Budget;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a training run: a bar with loss, accuracy and speed, a line for each evaluation; passes Ctrl-C on. */
final class TrainingDisplay implements TrainingListener {
    private final Terminal terminal;
    private final Budget budget;
    private final Unit unit;
    private final Interruption interruption = new Interruption();
    private @Nullable ProgressLine line;
    private List<String> warnings = List.of(); // of the last evaluation

    /** What is counted. */
    enum Unit {
        /** Texts. */
        SENTENCES,
        /** Tokens. */
        TOKENS
    }

    TrainingDisplay(Terminal terminal, Budget budget, Unit unit) {
        this.terminal = terminal;
        this.budget = budget;
        this.unit = unit;
    }

    /** Runs the training this is the observer of, and tells how it ended before an interruption may end the process. */
    <T> T show(Supplier<T> training, Consumer<T> tell) {
        interruption.watch();
        try {
            T outcome = train(training);
            tell.accept(outcome);
            return outcome;
        } finally {
            interruption.close();
        }
    }

    private <T> T train(Supplier<T> training) {
        try {
            return training.get();
        } finally {
            if (line != null) {
                line.close();
                line = null;
            }
        }
    }

    @Override
    public void stepped(StepReport progress) {
        if (line == null) {
            line = new ProgressLine(terminal, "Training", progress.totalSteps());
        }
        line.update(
                progress.step(),
                progress.totalSteps(),
                String.format(
                        Locale.ROOT,
                        "epoch %s loss %.3f acc %.3f %s",
                        budget.epochs() > 0 ? progress.epoch() + "/" + budget.epochs() : progress.epoch(),
                        progress.loss(),
                        progress.accuracy(),
                        speed(progress)));
    }

    private String speed(StepReport progress) {
        return switch (unit) {
            case SENTENCES -> String.format(Locale.ROOT, "%,.0f sentences/s", progress.examplesPerSecond());
            case TOKENS -> String.format(Locale.ROOT, "%,.0f tokens/s", progress.tokensPerSecond());
        };
    }

    @Override
    public void validated(Validation validation, boolean best) {
        String text = String.format(
                Locale.ROOT, "step %6d  dev %s%s", validation.step(), figures(validation), best ? "  best, saved" : "");
        say(text);
        if (!warnings.equals(validation.warnings())) {
            warnings = validation.warnings();
            warnings.forEach(warning ->
                    say("Warning: " + warning + "; if that stays so, try a lower learning rate or a longer warm-up."));
        }
    }

    @Override
    public void skipped(int step, String why) {
        say("step " + step + " skipped: " + why);
    }

    private void say(String text) {
        if (line == null) {
            terminal.note(text);
        } else {
            line.say(text);
        }
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
}
