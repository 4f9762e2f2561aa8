package dev.valence.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes a mistake in a command line, with the nearest name for a mistyped one. */
final class UsageMistake {
    /** A name is near where at most one in so many of its characters is another. */
    private static final int CHARACTERS_PER_MISTAKE = 3;

    private UsageMistake() {}

    /** Describes the mistake in a line. */
    static String describe(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        List<String> unmatched = command.getUnmatchedArguments();
        boolean missing = exception instanceof MissingParameterException;
        if (exception instanceof UnmatchedArgumentException || (missing && !unmatched.isEmpty())) {
            return unknown(new UnmatchedArgumentException(command, unmatched), command.getCommandSpec());
        }
        if (missing || command.getSubcommands().isEmpty()) {
            return message(exception);
        }
        return message(exception) + ": one of "
                + String.join(", ", command.getSubcommands().keySet());
    }

    private static String unknown(UnmatchedArgumentException exception, CommandSpec command) {
        String found = exception.getUnmatched().get(0);
        if (!exception.isUnknownOption()) {
            String what = command.subcommands().isEmpty() ? message(exception) : "Unknown verb: '" + found + "'";
            return what + didYouMean(nearest(found, command.subcommands().keySet()));
        }
        String name = found.contains("=") ? found.substring(0, found.indexOf('=')) : found;
        Optional<String> nearest = nearest(name, command.optionsMap().keySet());
        boolean takesTexts = !command.positionalParameters().isEmpty();
        return message(exception)
                + (nearest.isEmpty() && takesTexts
                        ? "; put -- before the first text or name that begins with -"
                        : didYouMean(nearest));
    }

    private static String message(ParameterException exception) {
        return String.valueOf(exception.getMessage());
    }

    private static String didYouMean(Optional<String> name) {
        return name.map(nearest -> "; did you mean " + nearest + "?").orElse("");
    }

    /** The name with the fewest mistakes, or one that goes on from what was typed. */
    private static Optional<String> nearest(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(typed)
                        || mistakes(typed, name) <= Math.max(1, name.length() / CHARACTERS_PER_MISTAKE))
                .min(Comparator.comparingInt(name -> mistakes(typed, name)));
    }

    /** Characters to insert, to leave out, to replace or to swap with the next: the optimal string alignment distance. */
    private static int mistakes(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int replaced = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int shifted = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
                distances[i][j] = Math.min(replaced, shifted);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    distances[i][j] = Math.min(distances[i][j], distances[i - 2][j - 2] + 1);
                }
            }
        }
        return distances[a.length()][b.length()];
    }
}
