package dev.valence.maven;

import dev.valence.internal.Progress;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Reports the bytes of an artifact, without those of its checksums. */
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
