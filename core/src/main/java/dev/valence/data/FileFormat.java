package dev.valence.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** File formats of rows. All are UTF-8, with or without a byte order mark, lines ending in LF or CRLF. */
public enum FileFormat {
    /** Tab-separated as in GLUE: no quoting, {@code "} is an ordinary character. */
    TSV(".tsv"),
    /** Tab-separated with the quoting of RFC 4180; no file name implies it, it must be requested. */
    QUOTED_TSV(""),
    /** Comma-separated with the quoting of RFC 4180. */
    CSV(".csv"),
    /** One JSON object per line (jsonlines.org). */
    JSON_LINES(".jsonl"),
    /** One text per line, without labels. */
    LINES(".txt");

    private final String ending;

    FileFormat(String ending) {
        this.ending = ending;
    }

    /** File extension of this format with its dot, empty if it has none. */
    public String ending() {
        return ending;
    }

    /** Returns the format of a file by its name, empty if the name does not imply one. */
    public static Optional<FileFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (FileFormat format : values()) {
            if (!format.ending.isEmpty() && name.endsWith(format.ending)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
