package dev.valence.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.junit.jupiter.api.Test;

class BoundedListenerTest {
    private final List<Integer> heard = new ArrayList<>();
    private final BoundedListener bounded = new BoundedListener(
            new TransportListener() {
                @Override
                public void transportProgressed(ByteBuffer data) {
                    heard.add(data.remaining());
                }
            },
            17);

    private void come(int bytes) throws TransferCancelledException {
        bounded.transportProgressed(ByteBuffer.allocate(bytes));
    }

    @Test
    void asMuchAsIsAllowedComes() throws TransferCancelledException {
        bounded.transportStarted(0, -1);
        come(7);
        come(10);
        assertThat(heard).containsExactly(7, 10);
        bounded.transportStarted(11, 17);
        come(6);
        assertThat(heard).containsExactly(7, 10, 6);
    }

    @Test
    void whatComesWithoutAnEndIsEnded() throws TransferCancelledException {
        bounded.transportStarted(0, -1);
        come(17);
        assertThatThrownBy(() -> come(1))
                .isInstanceOf(TransferCancelledException.class)
                .hasMessage("expected at most 17 bytes, found more");
        assertThat(heard).containsExactly(17);
    }

    @Test
    void whatIsAnnouncedTooLargeDoesNotBegin() {
        assertThatThrownBy(() -> bounded.transportStarted(0, 18)).isInstanceOf(TransferCancelledException.class);
    }

    @Test
    void whatWasThereBeforeCounts() throws TransferCancelledException {
        bounded.transportStarted(12, -1);
        assertThatThrownBy(() -> come(6)).isInstanceOf(TransferCancelledException.class);
    }
}
