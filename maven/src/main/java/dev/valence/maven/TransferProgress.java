package dev.valence.maven;

import dev.valence.internal.Progress;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Tells of the bytes of an artifact, not of those of the checksums around it. */
final class TransferProgress extends AbstractTransferListener {
    private final Progress progress;

    TransferProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void transferProgressed(TransferEvent event) {
        tell(event);
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        tell(event);
    }

    private void tell(TransferEvent event) {
        long total = event.getResource().getContentLength();
        progress.update(event.getTransferredBytes(), total < 0 ? Progress.UNKNOWN : total);
    }
}
