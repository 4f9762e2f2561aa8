package dev.valence.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that reports lost bytes: the first write or flush that fails throws {@link
 * OutputFailedException}, those behind it do nothing. The exception is unchecked because a {@link PrintWriter} swallows an
 * {@link IOException}, and picocli prints to nothing else.
 */
final class CheckedOutput extends OutputStream {
    private final OutputStream out;
    private boolean failed;

    private CheckedOutput(OutputStream out) {
        this.out = out;
    }

    /** A buffered writer of UTF-8 to a stream. */
    static PrintWriter writer(OutputStream out) {
        OutputStream checked = new CheckedOutput(new BufferedOutputStream(out));
        return new PrintWriter(new OutputStreamWriter(checked, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        attempt(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    /** Writes or flushes. */
    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt attempt) {
        if (failed) {
            return;
        }
        try {
            attempt.run();
        } catch (IOException e) {
            failed = true;
            throw new OutputFailedException(e);
        }
    }
}
