package dev.valence.internal.corpus;

import dev.valence.InputException;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.files.UnreadableFile;
import dev.valence.internal.rows.BadRowException;
import dev.valence.internal.rows.Line;
import dev.valence.internal.rows.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text files with one document a line, read as if they were one. */
final class Documents {
    private final List<Path> files;

    Documents(List<Path> files) {
        if (files.isEmpty()) {
            throw new InputException("required at least one text file, found none; name one");
        }
        this.files = List.copyOf(files);
    }

    /** SHA-256 of a text and the content of all files. */
    byte[] key(String with) {
        StringBuilder all = new StringBuilder(with);
        for (Path file : files) {
            try (InputStream in = open(file)) {
                all.append('\n').append(new Sha256().add(in).hex());
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return new Sha256().add(all.toString()).bytes();
    }

    /** Size of all files. */
    int kilobytes() {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return Math.toIntExact(bytes >> 10);
    }

    Reader reader() {
        return new Reader();
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputException unreadable(Path file, IOException e) {
        return UnreadableFile.because(file, "a text file", e);
    }

    /** Reads on, document by document. */
    final class Reader implements Closeable {
        private int next;
        private @Nullable LineReader lines;
        private long bytes;
        private boolean any;

        /**
         * The next documents.
         *
         * @param atMost how many
         * @param characters enough of them: the document that reaches this number is the last
         * @return none only at the end
         * @throws InputException if a line is not UTF-8, or the files end without a document
         */
        List<String> read(int atMost, int characters) {
            List<String> documents = new ArrayList<>();
            long found = 0;
            while (documents.size() < atMost && found < characters) {
                String document = next();
                if (document == null) {
                    break;
                }
                documents.add(document);
                found += document.length();
            }
            any |= !documents.isEmpty();
            if (!any) {
                throw new InputException(files.get(0) + ": required at least one document, one a line, found none in "
                        + files.size() + " file(s); name files with text");
            }
            return documents;
        }

        private @Nullable String next() {
            while (lines != null || next < files.size()) {
                if (lines == null) {
                    lines = new LineReader(
                            open(files.get(next)), files.get(next).toString());
                }
                Line line = line(lines);
                if (line == null) {
                    close();
                    next++;
                    continue;
                }
                bytes += line.bytes().length + 1;
                String text = text(line);
                if (!text.isBlank()) {
                    return text;
                }
            }
            return null;
        }

        private @Nullable Line line(LineReader from) {
            try {
                return from.next();
            } catch (IOException e) {
                throw unreadable(files.get(next), e);
            }
        }

        private String text(Line line) {
            try {
                return line.text();
            } catch (BadRowException e) {
                throw new InputException(files.get(next) + ":" + e.line() + ": " + e.problem() + ": " + e.advice(), e);
            }
        }

        /** How much of the files was read. */
        int kilobytes() {
            return (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
        }

        @Override
        public void close() {
            try {
                if (lines != null) {
                    lines.close();
                    lines = null;
                }
            } catch (IOException e) {
                throw unreadable(files.get(next), e);
            }
        }
    }
}
