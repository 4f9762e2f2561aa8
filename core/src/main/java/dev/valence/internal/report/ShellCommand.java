package dev.valence.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines as one would type them. */
public final class ShellCommand {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,+@%-]+");

    private ShellCommand() {}

    /**
     * A start of the program, each argument quoted for a shell where it needs that: as POSIX has it, or as bash does where it
     * holds control characters, so that none of them reaches a terminal.
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
