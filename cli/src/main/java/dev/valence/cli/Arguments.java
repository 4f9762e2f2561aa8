package dev.valence.cli;

import dev.valence.InputException;
import java.util.List;
import java.util.Locale;

/** Arguments as the JVM decoded them: by the locale alone, whatever its flags are. */
final class Arguments {
    /** What stands for bytes that could not be decoded. */
    private static final char REPLACEMENT = '\uFFFD';

    private Arguments() {}

    /**
     * Refuses arguments that may be other words than those that were typed. The launcher sets a locale of UTF-8; this is for
     * systems that have none, for starts without the launcher, and for bytes that are not UTF-8.
     */
    static void requireDecoded(List<String> arguments) {
        String encoding = System.getProperty("sun.jnu.encoding", "none");
        boolean utf8 = encoding.toUpperCase(Locale.ROOT).equals("UTF-8");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!utf8 && argument.chars().anyMatch(c -> c >= 0x80)) {
                throw new InputException("argument " + (i + 1) + " '" + argument + "': required a UTF-8 locale for"
                        + " characters beyond ASCII, found " + encoding
                        + "; set LC_ALL to one that 'locale -a' lists, such as C.UTF-8");
            }
            if (argument.indexOf(REPLACEMENT) >= 0) {
                throw new InputException("argument " + (i + 1) + " '" + argument + "': required UTF-8, found other"
                        + " bytes or U+FFFD, which stands for them; write it in UTF-8, or give texts in a file");
            }
        }
    }
}
