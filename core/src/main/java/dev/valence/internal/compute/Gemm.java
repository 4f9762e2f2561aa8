package dev.valence.internal.compute;

import dev.valence.Precision;
import java.util.Optional;

/**
 * The seam to matrix products: everything the engine multiplies goes through here, so that a faster provider makes
 * everything faster. Matrices are row-major. Implementations are checked by one contract test.
 *
 * <p>Thread-safe: one {@link Weight} may be multiplied by several workers at once, each with rows of its own; {@link
 * Weight#load} must not run at the same time.
 */
public interface Gemm {
    /** What a report calls this provider. */
    String name();

    /**
     * Room for a weight matrix W of a linear layer.
     *
     * @param inputs rows of W
     * @param outputs columns of W
     */
    Weight weight(int inputs, int outputs);

    /**
     * Room for rows that are multiplied with weights of this provider.
     *
     * @param independent whether a row's forward product has to be the same to the bit whatever rows are beside it, as
     *     predictions promise; training does not ask for it, because it may take longer
     */
    default Operand operand(boolean independent) {
        return new PlainOperand();
    }

    /**
     * Rows of activations or of gradients in the form a provider multiplies. What that form costs is paid once, when they are
     * taken, and not by every product. One worker takes rows, several may then multiply them at once.
     */
    interface Operand {
        /**
         * Takes over a matrix; until its last product, the array must not change.
         *
         * @param rows number of rows R
         * @param width its columns
         * @param values the matrix [R, width], row-major
         */
        void take(int rows, int width, float[] values);

        /**
         * Room for a matrix [rows, width] that {@link Weight#forward(int, int, Operand, float[], int, Activation, Operand)}
         * writes.
         *
         * @throws UnsupportedOperationException where {@link Weight#activates} says no
         */
        default void reserve(int rows, int width) {
            throw new UnsupportedOperationException("no product of this provider writes where another reads");
        }

        /** Number of rows R. */
        int rows();

        /** The array that was taken over. */
        float[] values();
    }

    /** One weight matrix W [inputs, outputs], kept in the form its provider multiplies fastest. */
    interface Weight {
        /**
         * Takes over the values, converting and packing them; to be called again whenever they changed.
         *
         * @param values where W stands, row-major
         * @param offset of its first element
         */
        void load(float[] values, int offset);

        /**
         * Y = X·W + b.
         *
         * @param x X [R, inputs]
         * @param bias where b [outputs] stands
         * @param biasOffset of its first element
         * @param y Y [R, outputs], overwritten
         */
        default void forward(Operand x, float[] bias, int biasOffset, float[] y) {
            forward(0, strips(), x, bias, biasOffset, y);
        }

        /**
         * Number of strips that the columns of W are cut into, at least 1, so that several workers can share one product. It
         * depends on W alone, so no result depends on how many workers there are.
         */
        int strips();

        /**
         * The columns of Y = X·W + b that belong to some strips, to the bit what they are in the whole product.
         *
         * @param firstStrip the first of them
         * @param endStrip the first that is none of them
         * @param x X [R, inputs]
         * @param bias where b [outputs] stands
         * @param biasOffset of its first element
         * @param y Y [R, outputs], overwritten in these columns and untouched in the others
         */
        void forward(int firstStrip, int endStrip, Operand x, float[] bias, int biasOffset, float[] y);

        /** Whether a product can go through an activation on its way, and stay where the next product reads it. */
        default boolean activates() {
            return false;
        }

        /**
         * The columns of Y = f(X·W + b) that belong to some strips, where {@link #activates} says so. Y is never seen as floats,
         * so this is for passes that nothing follows backward.
         *
         * @param firstStrip the first of them
         * @param endStrip the first that is none of them
         * @param x X [R, inputs]
         * @param bias where b [outputs] stands
         * @param biasOffset of its first element
         * @param f the activation
         * @param y room for Y [R, outputs], reserved
         * @throws UnsupportedOperationException where {@link #activates} says no
         */
        default void forward(
                int firstStrip, int endStrip, Operand x, float[] bias, int biasOffset, Activation f, Operand y) {
            throw new UnsupportedOperationException("products of this provider do not go through activations");
        }

        /**
         * dX = dY·Wᵀ, or dX += dY·Wᵀ.
         *
         * @param dy dY [R, outputs]
         * @param dx dX [R, inputs]
         * @param accumulate whether to add to what {@code dx} holds
         */
        void backwardInput(Operand dy, float[] dx, boolean accumulate);

        /**
         * dW += Xᵀ·dY.
         *
         * @param x X [R, inputs]
         * @param dy dY [R, outputs]
         * @param dw where dW stands, laid out as W
         * @param offset of its first element
         */
        void backwardWeight(Operand x, Operand dy, float[] dw, int offset);
    }

    /** How a provider outside of this module is found, by {@link java.util.ServiceLoader}. */
    interface Source {
        /** What messages call the provider. */
        String name();

        /**
         * A new provider of that precision; none where others are as good. That it cannot run here is said by any exception or
         * linkage error.
         */
        Optional<Gemm> gemm(Precision precision);
    }
}
