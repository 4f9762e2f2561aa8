package dev.valence.internal.compute;

/**
 * The float loops between matrix products. Arrays are used from index 0 unless an offset is given; nothing is allocated.
 * Results do not depend on the thread that runs them, nor on when the JIT compiles them. Implementations are checked by
 * one contract test.
 *
 * <p>Thread-safe, as long as callers write to different places; an {@link Attention} belongs to one thread.
 */
public interface Kernels {
    /** Name of this implementation in reports. */
    String name();

    /** A new attention kernel with scratch memory of its own. */
    default Attention attention(int heads, int headWidth) {
        return attention(heads, headWidth, 0, heads);
    }

    /**
     * The same for some of the heads, so that several workers can share a text.
     *
     * @param heads H of the arrays
     * @param headWidth K
     * @param firstHead the first of those that it computes
     * @param endHead the first that is none of them
     */
    Attention attention(int heads, int headWidth, int firstHead, int endHead);

    /** target[i] = dropout(source[i]) for i &lt; n; the arrays may be the same. */
    void dropout(Dropout dropout, int n, float[] source, float[] target);

    /** x[i] = residual[i] + dropout(x[i]) for i &lt; n. */
    void addDropout(Dropout dropout, int n, float[] residual, float[] x);

    /**
     * y[i] = dropout(f(x[i])) for i &lt; n; the arrays may be the same where {@link Activation#inPlace} says so, else {@code
     * x} is what backward needs.
     */
    default void activate(Activation f, Dropout dropout, int n, float[] x, float[] y) {
        activate(f, dropout, 0, n, x, y);
    }

    /** The same for from ≤ i &lt; to, so that several workers can share an array. */
    void activate(Activation f, Dropout dropout, int from, int to, float[] x, float[] y);

    /**
     * dy[i] becomes dx[i] = f'(x[i])·dropout(dy[i]) for i &lt; n.
     *
     * @param f as in forward
     * @param dropout as in forward
     * @param n as in forward
     * @param kept x; of {@link Activation#RELU} y, or also x where nothing was dropped
     * @param dy overwritten
     */
    void activateBackward(Activation f, Dropout dropout, int n, float[] kept, float[] dy);

    /**
     * LayerNorm (Ba, Kiros and Hinton, 2016): each row of x becomes (x - mean) / sqrt(variance + epsilon), then y =
     * scale·x + bias.
     *
     * @param norm where scale and bias stand, and epsilon
     * @param parameters the arena
     * @param rows number of rows R
     * @param x [R, width], overwritten with the normalized rows, which backward needs
     * @param inverse [R], overwritten with 1 / sqrt(variance + epsilon), which backward needs
     * @param y [R, width], overwritten
     */
    void layerNorm(Norm norm, float[] parameters, int rows, float[] x, float[] inverse, float[] y);

    /**
     * Gradients of {@link #layerNorm}.
     *
     * @param norm as in forward
     * @param parameters the arena
     * @param rows number of rows R
     * @param dy [R, width]
     * @param normalized as left in x by forward
     * @param inverse as left by forward
     * @param dx [R, width], overwritten; may be the same array as {@code dy}
     * @param gradients the arena's gradients: those of scale and bias are added to
     */
    void layerNormBackward(
            Norm norm,
            float[] parameters,
            int rows,
            float[] dy,
            float[] normalized,
            float[] inverse,
            float[] dx,
            float[] gradients);

    /** sums[offset + c] += Σ x[r, c] over the rows of x [rows, width]. */
    void addColumnSums(int rows, int width, float[] x, float[] sums, int offset);

    /** target[i] += source[i] and source[i] = 0 for from ≤ i &lt; to. */
    void addAndClear(int from, int to, float[] source, float[] target);

    /** Σ x[i]² for from ≤ i &lt; to, summed in lanes of float over short stretches and in double over these. */
    double sumOfSquares(int from, int to, float[] x);

    /** target[to + i] += factor·source[from + i] for i &lt; n. */
    void addScaled(int n, float factor, float[] source, int from, float[] target, int to);

    /** The largest of x[from] … x[from + n - 1]; n is at least 1. */
    float largest(int n, float[] x, int from);

    /**
     * One row of logits becomes {@code factor}·(softmax(logits) - onehot(label)), the gradient of its cross entropy.
     *
     * @param classes C
     * @param logits where the row stands, overwritten
     * @param from index of its first logit
     * @param largest of the row
     * @param label class that should be predicted, in [0, C)
     * @param factor of the gradient
     * @return -ln of the probability of the label
     */
    double crossEntropy(int classes, float[] logits, int from, float largest, int label, float factor);

    /** One step of Adam over elements from ≤ i &lt; to of the arena; see {@link AdamStep}. */
    void adam(AdamStep step, int from, int to, float[] parameters, float[] gradients, float[] first, float[] second);

    /**
     * One LayerNorm of the model.
     *
     * @param width columns of a row
     * @param epsilon added to the variance
     * @param scaleOffset where its scale [width] stands in the arena and in its gradients
     * @param biasOffset where its bias [width] stands in the arena and in its gradients
     */
    record Norm(int width, float epsilon, int scaleOffset, int biasOffset) {}

    /**
     * Numbers of one step of Adam (Kingma and Ba, 2015), with decoupled weight decay (Loshchilov and Hutter, 2019): m =
     * beta1·m + (1 - beta1)·g, v = beta2·v + (1 - beta2)·g², p -= rate·m / (sqrt(v·secondCorrection) + epsilon) +
     * decay·p. First moments too small to be normal floats become 0.
     *
     * @param gradientFactor factor of every gradient: clipping
     * @param beta1 decay of the first moments
     * @param complement1 1 - beta1, rounded once: subtracting in float would lose half its digits
     * @param beta2 decay of the second moments
     * @param complement2 1 - beta2, rounded once
     * @param rate learning rate divided by 1 - beta1^t
     * @param secondCorrection 1 / (1 - beta2^t)
     * @param epsilon added to the root
     * @param decay learning rate times weight decay, 0 for Adam
     */
    record AdamStep(
            float gradientFactor,
            float beta1,
            float complement1,
            float beta2,
            float complement2,
            float rate,
            float secondCorrection,
            float epsilon,
            float decay) {
        /** First moments below this are set to 0: denormal floats make arithmetic many times slower. */
        public static final float TINY = 1e-30f;

        /**
         * The same step at another rate.
         *
         * @param share of the learning rate and of the decay
         * @param decays whether there is weight decay
         */
        public AdamStep scaled(double share, boolean decays) {
            return new AdamStep(
                    gradientFactor,
                    beta1,
                    complement1,
                    beta2,
                    complement2,
                    (float) (rate * share),
                    secondCorrection,
                    epsilon,
                    decays ? (float) (decay * share) : 0f);
        }
    }
}
