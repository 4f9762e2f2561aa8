package dev.valence.weights.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.PeekTask;
import org.eclipse.aether.spi.connector.transport.PutTask;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.http.HttpTransporterException;
import org.eclipse.aether.transfer.TransferCancelledException;

/**
 * Makes downloads of jars go on where they broke off. Maven's transporters can ask for the rest of a file, but its connector
 * gives them a new file every time; here what has come is kept in the local repository, under the jar's name and {@code
 * .part}, until all is there. The listener is told of all bytes from the first, so checksums are of the whole file.
 */
final class ResumingTransporter implements Transporter {
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Transporter transporter;
    private final Path repository;

    /**
     * @param transporter who transports
     * @param repository the local one
     */
    ResumingTransporter(Transporter transporter, Path repository) {
        this.transporter = transporter;
        this.repository = repository;
    }

    @Override
    public void get(GetTask task) throws Exception {
        Path whole = task.getDataPath();
        if (whole == null || !task.getLocation().getPath().endsWith(".jar")) {
            transporter.get(task);
            return;
        }
        Path part = repository.resolve(task.getLocation().getPath() + ".part");
        Files.createDirectories(part.getParent());
        try {
            fetch(task, part);
        } catch (HttpTransporterException e) {
            if (e.getStatusCode() != RANGE_NOT_SATISFIABLE) {
                throw e;
            }
            Files.delete(part); // no beginning of what is there now
            fetch(task, part);
        }
        try (OutputStream out = task.newOutputStream()) {
            Files.copy(part, out);
        }
        Files.delete(part);
    }

    private void fetch(GetTask task, Path part) throws Exception {
        GetTask resuming = new GetTask(task.getLocation()).setDataPath(part, true);
        resuming.setListener(new FromTheFirstByte(task.getListener(), part));
        transporter.get(resuming);
        resuming.getChecksums().forEach(task::setChecksum);
    }

    /** Tells of the bytes that were there before as if they came now. */
    private static final class FromTheFirstByte extends TransportListener {
        private final TransportListener listener;
        private final Path part;

        FromTheFirstByte(TransportListener listener, Path part) {
            this.listener = listener;
            this.part = part;
        }

        @Override
        public void transportStarted(long offset, long length) throws TransferCancelledException {
            listener.transportStarted(0, length);
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = Files.newInputStream(part)) {
                for (long left = offset; left > 0; ) {
                    int count = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                    if (count == 0) {
                        throw new IOException(part + ": shorter than " + offset + " bytes");
                    }
                    listener.transportProgressed(ByteBuffer.wrap(buffer, 0, count));
                    left -= count;
                }
            } catch (IOException e) {
                throw (TransferCancelledException)
                        new TransferCancelledException("cannot read what came before").initCause(e);
            }
        }

        @Override
        public void transportProgressed(ByteBuffer data) throws TransferCancelledException {
            listener.transportProgressed(data);
        }
    }

    @Override
    public int classify(Throwable error) {
        return transporter.classify(error);
    }

    @Override
    public void peek(PeekTask task) throws Exception {
        transporter.peek(task);
    }

    @Override
    public void put(PutTask task) throws Exception {
        transporter.put(task);
    }

    @Override
    public void close() {
        transporter.close();
    }
}
