package dev.valence.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A padded batch.
 *
 * @param ids [B, S]
 * @param mask what is added to scores, [B, 1, 1, S]
 * @param labels [B]
 */
record LibtorchBatch(Tensor ids, Tensor mask, Tensor labels) {
    private static final float MASKED = -1e9f;

    /** Some texts, padded to the longest of them. */
    static LibtorchBatch of(Workload workload, int... texts) {
        int longest = Arrays.stream(texts).map(workload.tokens()::length).max().orElse(0);
        long[] ids = new long[texts.length * longest];
        float[] mask = new float[texts.length * longest];
        Arrays.fill(mask, MASKED);
        long[] labels = new long[texts.length];
        for (int row = 0; row < texts.length; row++) {
            int[] own = workload.tokens().ids(texts[row]);
            labels[row] = workload.labels()[texts[row]];
            for (int i = 0; i < own.length; i++) {
                ids[row * longest + i] = own[i];
                mask[row * longest + i] = 0;
            }
        }
        return new LibtorchBatch(
                torch.tensor(ids).view(texts.length, longest),
                torch.tensor(mask).view(texts.length, 1, 1, longest),
                torch.tensor(labels));
    }

    /** Version of libtorch and how many threads it was given. */
    static String describe(int threads) {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch") + " with MKL, " + threads + " threads";
        } catch (IOException e) {
            return "unknown version, " + threads + " threads";
        }
    }
}
