package dev.valence.cli;

import dev.valence.InputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of files as users write them: powers of ten, and with an {@code i} of two, as Hugging Face's tools have it. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(?:([KMGT])(I?)B?|B)?");
    private static final String UNITS = "KMGT";

    private ByteSize() {}

    /**
     * The bytes of a size such as {@code 500MB}, {@code 2GiB} or {@code 100000}.
     *
     * @param option for messages
     */
    static long parse(String option, String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new InputException(option + " must be a size such as 500MB, found '" + text + "'");
        }
        String unit = form.group(2);
        long base = "I".equals(form.group(3)) ? 1024 : 1000;
        long bytes = Long.parseLong(form.group(1));
        for (int i = 0; unit != null && i <= UNITS.indexOf(unit); i++) {
            bytes *= base; // below 10^9 × 2^40, so it fits
        }
        if (bytes < 1) {
            throw new InputException(option + " must be at least a byte, found '" + text + "'");
        }
        return bytes;
    }
}
