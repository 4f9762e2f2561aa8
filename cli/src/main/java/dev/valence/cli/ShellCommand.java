package dev.valence.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Command lines as one would type them. */
final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,+@%-]+");

    private ShellCommand() {}

    /**
     * What makes a finished run again elsewhere: the arguments it was started with, without those that belong to an
     * interruption, and with those whose defaults depend on the machine; nothing where it was not started from a command
     * line.
     */
    static List<String> arguments(@Nullable CommandSpec started, int shards) {
        if (started == null) {
            return List.of();
        }
        List<String> arguments =
                new ArrayList<>(started.commandLine().getParseResult().originalArgs());
        arguments.removeAll(List.of("--resume", "--force-resume"));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--shards"))) {
            arguments.addAll(List.of("--shards", Integer.toString(shards)));
        }
        return arguments;
    }

    /**
     * A start of the program, each argument quoted for a shell where it needs that: as POSIX has it, or as bash does where it
     * holds control characters, so that none of them reaches a terminal.
     */
    static String of(List<String> arguments) {
        return "./valence " + arguments.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        if (argument.chars().anyMatch(Character::isISOControl)) {
            return "$'" + argument.chars().mapToObj(ShellCommand::escaped).collect(Collectors.joining()) + "'";
        }
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static String escaped(int unit) {
        if (Character.isISOControl(unit)) {
            return String.format(Locale.ROOT, "\\u%04x", unit);
        }
        return (unit == '\'' || unit == '\\' ? "\\" : "") + (char) unit;
    }
}
