package dev.valence.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Markdown file, written by people, with sections that are measured: what stands between {@code <!-- measured: NAME -->}
 * and {@code <!-- end: NAME -->} is replaced, everything else stays.
 */
public final class ReportFile {
    private final Path file;

    /** @param file made where it is missing */
    public ReportFile(Path file) {
        this.file = file;
    }

    /** Replaces the section of that name, or adds it at the end. */
    public void replace(String name, String content) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            Files.createDirectories(file.toAbsolutePath().normalize().resolveSibling("."));
            Files.writeString(file, replaced(text, name, content));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The text with another section of that name. */
    static String replaced(String text, String name, String content) {
        String start = "<!-- measured: " + name + " -->";
        String end = "<!-- end: " + name + " -->";
        String section = start + "\n\n" + content.strip() + "\n\n" + end;
        int from = text.indexOf(start);
        int to = text.indexOf(end);
        if (from < 0 && to < 0) {
            return text + (text.isEmpty() ? "" : "\n") + section + "\n";
        }
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("required " + start + " before " + end + ", found one of them alone");
        }
        return text.substring(0, from) + section + text.substring(to + end.length());
    }
}
