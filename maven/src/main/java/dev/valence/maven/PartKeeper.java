package dev.valence.maven;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.transfer.TransferCancelledException;

/**
 * A listener that writes a transfer to a file that survives interruptions. It passes all bytes from the first to
 * another listener, including those of earlier attempts, so that checksums cover the whole file.
 */
final class PartKeeper extends TransportListener implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final TransportListener listener;
    private final FileChannel part;

    /** @param file made where it is missing */
    PartKeeper(TransportListener listener, Path file) throws IOException {
        this.listener = listener;
        this.part =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void transportStarted(long offset, long length) throws TransferCancelledException {
        listener.transportStarted(0, length);
        try {
            part.truncate(offset).position(0);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (part.read(buffer) > 0) {
                listener.transportProgressed(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            throw cancelled(e);
        }
    }

    @Override
    public void transportProgressed(ByteBuffer data) throws TransferCancelledException {
        ByteBuffer copy = data.duplicate();
        listener.transportProgressed(data); // which may refuse it
        try {
            while (copy.hasRemaining()) {
                part.write(copy);
            }
        } catch (IOException e) {
            throw cancelled(e);
        }
    }

    private static TransferCancelledException cancelled(IOException cause) {
        return new TransferCancelledException("what came cannot be kept: " + cause.getMessage(), cause);
    }

    @Override
    public void close() throws IOException {
        part.close();
    }
}
