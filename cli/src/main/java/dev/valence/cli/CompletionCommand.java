package dev.valence.cli;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code valence completion}: verbs and options for the tab key. */
@Command(
        name = "completion",
        description = {
            "Print a script with which bash and zsh complete verbs and options.",
            "source <(./valence completion) loads it into the shell; put its output into a file to keep it."
        },
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        CommandSpec program = Options.required(spec, "a command line").root();
        terminal.out().print(AutoComplete.bash(program.name(), program.commandLine()));
    }
}
