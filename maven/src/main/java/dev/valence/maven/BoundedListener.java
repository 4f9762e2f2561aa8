package dev.valence.maven;

import java.nio.ByteBuffer;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.transfer.TransferCancelledException;

/** Ends a transfer that exceeds its limit. */
final class BoundedListener extends TransportListener {
    private final TransportListener listener;
    private final long mostBytes;
    private long bytes;

    /** @param listener told of all bytes that are allowed */
    BoundedListener(TransportListener listener, long mostBytes) {
        this.listener = listener;
        this.mostBytes = mostBytes;
    }

    @Override
    public void transportStarted(long offset, long length) throws TransferCancelledException {
        bytes = offset;
        require(Math.max(offset, length));
        listener.transportStarted(offset, length);
    }

    @Override
    public void transportProgressed(ByteBuffer data) throws TransferCancelledException {
        bytes += data.remaining();
        require(bytes);
        listener.transportProgressed(data);
    }

    private void require(long announced) throws TransferCancelledException {
        if (announced > mostBytes) {
            throw new TransferCancelledException("expected at most " + mostBytes + " bytes, found more");
        }
    }
}
