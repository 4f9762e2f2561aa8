package dev.valence.tokenizers;

import dev.valence.internal.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises regular expressions that take bounded time. Oniguruma, which runs them in the native library, tries one way after
 * the other, and the library ends the process when ten million have failed. So an alternative may have one part of any
 * number of repetitions before another that must match, and a few ways besides; nothing in parentheses may be repeated,
 * and nothing may refer to what was matched before. The expressions of known tokenizers are within that.
 */
final class BoundedPattern {
    private static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_REPETITIONS = 1_000;
    private static final double UNBOUNDED = 16; // ways of a part that repeats without end; two of them are too many
    private static final double MOST_WAYS = UNBOUNDED * UNBOUNDED - 1;
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{0,6})(?:(,)(\\d{0,6}))?}");
    private static final Pattern GROUP = Pattern.compile("\\((\\?(:|=|!|>|<=|<!|[imx-]{1,4}:))?(?![?*])");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[imx-]{1,4}\\)");

    /**
     * A part of an alternative.
     *
     * @param ways in how many ways it can match
     * @param mandatory whether what stands before it is tried in other ways where it fails
     */
    private record Part(double ways, boolean mandatory) {}

    private final String regex;
    private int next;

    private BoundedPattern(String regex) {
        this.regex = regex;
    }

    /** @throws JsonFields.NotUnderstoodException if the time may not be bounded */
    static void require(String regex) {
        JsonFields.require(regex.length() <= MOST_CHARACTERS, "a regular expression of more than 2,000 characters");
        BoundedPattern pattern = new BoundedPattern(regex);
        while (pattern.next < regex.length()) {
            List<Part> alternative = pattern.alternative();
            int last = alternative.size() - 1;
            while (last >= 0 && !alternative.get(last).mandatory()) {
                last--;
            }
            require(ways(alternative.subList(0, Math.max(0, last))) <= MOST_WAYS, regex);
            require(pattern.next >= regex.length() || regex.charAt(pattern.next) == '|', regex);
            pattern.next++;
        }
    }

    private static void require(boolean bounded, String regex) {
        JsonFields.require(bounded, "a regular expression that may take any time: '" + regex + "'");
    }

    private static double ways(List<Part> parts) {
        return parts.stream().mapToDouble(Part::ways).reduce(1, (a, b) -> a * b);
    }

    /** The parts up to the next bar or the end of the group. */
    private List<Part> alternative() {
        List<Part> parts = new ArrayList<>();
        while (next < regex.length() && regex.charAt(next) != '|' && regex.charAt(next) != ')') {
            Matcher flags = FLAGS.matcher(regex).region(next, regex.length());
            if (flags.lookingAt()) {
                next = flags.end();
            } else {
                boolean group = regex.charAt(next) == '(';
                parts.add(repeated(group ? group() : single(), group));
            }
        }
        return parts;
    }

    private double group() {
        Matcher start = GROUP.matcher(regex).region(next, regex.length());
        require(start.lookingAt(), regex);
        next = start.end();
        double ways = ways(alternative());
        while (next < regex.length() && regex.charAt(next) == '|') {
            next++;
            ways += ways(alternative());
        }
        next++; // the closing parenthesis, or past the end, which the library says
        return ways;
    }

    /** A character, an escape or a class; one way to match. */
    private double single() {
        char first = regex.charAt(next);
        if (first == '\\') {
            escape();
        } else if (first == '[') {
            characterClass();
        } else {
            require("*+?".indexOf(first) < 0, regex);
            next++;
        }
        return 1;
    }

    private void escape() {
        char kind = next + 1 < regex.length() ? regex.charAt(next + 1) : '\\';
        require("123456789kgX".indexOf(kind) < 0, regex); // references, calls, and \X with its own repetitions
        boolean braces = "pPx".indexOf(kind) >= 0 && next + 2 < regex.length() && regex.charAt(next + 2) == '{';
        int end = braces ? regex.indexOf('}', next) : -1;
        next = end < 0 ? next + 2 : end + 1;
    }

    private void characterClass() {
        int depth = 0;
        do {
            char c = next < regex.length() ? regex.charAt(next) : ']';
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            next += c == '\\' ? 2 : 1;
        } while (depth > 0);
    }

    /** What follows a part and says how often it may come. */
    private Part repeated(double ways, boolean group) {
        if (next >= regex.length() || "?*+{".indexOf(regex.charAt(next)) < 0) {
            return new Part(ways, true);
        }
        char kind = regex.charAt(next);
        if (kind == '{') {
            return counted(ways, group);
        }
        next++;
        require(!group || kind == '?', regex);
        if (next < regex.length() && "?+".indexOf(regex.charAt(next)) >= 0) {
            next++; // lazy or possessive
        }
        return new Part(kind == '?' ? ways + 1 : UNBOUNDED, kind == '+');
    }

    private Part counted(double ways, boolean group) {
        Matcher repetition = REPETITION.matcher(regex).region(next, regex.length());
        require(repetition.lookingAt() && !group, regex);
        next = repetition.end();
        int least = number(repetition.group(1), 0);
        int most = repetition.group(2) == null ? least : number(repetition.group(3), Integer.MAX_VALUE);
        require(least <= MOST_REPETITIONS, regex);
        require(next == regex.length() || "*+{".indexOf(regex.charAt(next)) < 0, regex);
        if (next < regex.length() && regex.charAt(next) == '?') {
            next++;
        }
        return new Part(most > MOST_REPETITIONS ? UNBOUNDED : ways * (1 + Math.abs(most - least)), least > 0);
    }

    private static int number(String digits, int otherwise) {
        return digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }
}
