package dev.valence.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines, quoted for a shell. */
public final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,+@%-]+");

    private ShellCommand() {}

    /**
     * Returns a command line of the program. Arguments are quoted if needed: as in POSIX, or as in bash if they have
     * control characters, so that none of them reaches a terminal.
     */
    public static String of(List<String> arguments) {
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
