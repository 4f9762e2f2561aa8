package dev.valence.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Appends the body of a response to a {@link PartFile}; its result is true if it is complete, false if it exceeds the
 * limit, which closes the connection.
 */
final class PartSubscriber implements BodySubscriber<Boolean> {
    private final PartFile part;
    private final AtomicLong bytes;
    private final long mostBytes;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    /**
     * @param bytes raised by the size of what has been written
     * @param mostBytes what they may come to; less than they are for a body of which nothing is wanted
     */
    PartSubscriber(PartFile part, AtomicLong bytes, long mostBytes) {
        this.part = part;
        this.bytes = bytes;
        this.mostBytes = mostBytes;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        if (bytes.get() > mostBytes) {
            refuse();
            return;
        }
        newSubscription.request(Long.MAX_VALUE); // buffers are written as they come, none waits
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                int size = buffer.remaining();
                if (done.isDone() || size > mostBytes - bytes.get()) {
                    refuse();
                    return;
                }
                part.append(buffer);
                bytes.addAndGet(size);
            }
        } catch (IOException e) {
            cancel();
            done.completeExceptionally(new UncheckedIOException("cannot write what was downloaded", e));
        }
    }

    private void refuse() {
        cancel();
        done.complete(false);
    }

    private void cancel() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable problem) {
        done.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        done.complete(true);
    }

    @Override
    public CompletionStage<Boolean> getBody() {
        return done;
    }
}
