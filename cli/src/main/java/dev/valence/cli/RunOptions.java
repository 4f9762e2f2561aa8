package dev.valence.cli;

import dev.valence.evaluate.Evaluation;
import dev.valence.train.ClassifierRecipe;
import dev.valence.train.Run;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options shared by finetune and distill. */
final class RunOptions {
    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final RunDirectoryOptions directory = new RunDirectoryOptions();

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final AidOptions aids = new AidOptions();

    @Mixin
    private final EncoderOptions encoder = new EncoderOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(names = "--json", paramLabel = "FILE")
    private @Nullable Path json;

    DataOptions data() {
        return data;
    }

    Path out() {
        return directory.out();
    }

    /** Sets what was asked for. */
    void applyTo(ClassifierRecipe<?> recipe, @Nullable CommandSpec started) {
        training.applyTo(recipe);
        directory.applyTo(recipe, started, training.shards());
        encoder.applyTo(recipe);
        aids.applyTo(recipe);
        recipe.engine(machine.engine());
    }

    /**
     * Prints how a run ended.
     *
     * @return the exit code
     */
    int report(Terminal terminal, Run run) {
        if (directory.profile()) {
            RunProfile.print(terminal, run);
        }
        if (run.interrupted()) {
            return Interruption.resumable(terminal);
        }
        Evaluation best = run.best();
        new Report(terminal).print(best, "Best model on dev (" + best.examples() + " examples)");
        Report.writeJson(best, json, Map.of("model", run.directory().toString()));
        terminal.note("The best model is in " + run.model());
        return 0;
    }
}
