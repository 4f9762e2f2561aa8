package dev.valence.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How rows are written in a file. All are UTF-8, with or without a byte order mark, lines ending in LF or CRLF. */
public enum FileFormat {
    /** Tab-separated as GLUE has it: no quoting, a {@code "} is a character like any other. */
    TSV(".tsv"),
    /** Tab-separated with the quoting of RFC 4180; no file name stands for it, it must be asked for. */
    QUOTED_TSV(""),
    /** Comma-separated with the quoting of RFC 4180. */
    CSV(".csv"),
    /** One JSON object a line (jsonlines.org). */
    JSON_LINES(".jsonl"),
    /** One text a line, without labels. */
    LINES(".txt");

    private final String ending;

    FileFormat(String ending) {
        this.ending = ending;
    }

    /** The ending of file names in this format with its dot, empty where no ending stands for it. */
    public String ending() {
        return ending;
    }

    /** The format a file's name stands for, absent where the name says nothing. */
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
