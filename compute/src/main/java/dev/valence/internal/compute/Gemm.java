package dev.valence.internal.compute;

/**
 * Matrix products: everything the engine multiplies goes through this interface, so that a faster provider speeds up
 * everything. Matrices are row-major. Implementations are checked by one contract test.
 *
 * <p>Thread-safe: one {@link Weight} may be multiplied by several workers at once, each with rows of its own; {@link
 * Weight#load} must not run at the same time.
 */
public interface Gemm {
    /** Name of this provider in reports. */
    String name();

    /**
     * Allocates a weight matrix W of a linear layer.
     *
     * @param inputs rows of W
     * @param outputs columns of W
     */
    Weight weight(int inputs, int outputs);

    /**
     * Allocates rows to be multiplied with weights of this provider.
     *
     * @param independent whether a row's forward product has to be the same to the bit whatever rows are beside it, as
     *     predictions promise; training does not ask for it, because it may take longer
     */
    default Operand operand(boolean independent) {
        return new PlainOperand();
    }

    /**
     * Rows of activations or gradients in the form a provider multiplies. They are converted once, when they are taken,
     * and not for every product. One worker takes rows, several may then multiply them at once.
     */
    interface Operand {
        /**
         * Takes a matrix; the array must not change until its last product.
         *
         * @param rows number of rows R
         * @param width its columns
         * @param values the matrix [R, width], row-major
         */
        void take(int rows, int width, float[] values);

        /**
         * Reserves room for a matrix [rows, width] that {@link Weight#forward(int, int, Operand, float[], int,
         * Activation, Operand)} writes.
         *
         * @throws UnsupportedOperationException where {@link Weight#activates} says no
         */
        default void reserve(int rows, int width) {
            throw new UnsupportedOperationException("no product of this provider writes where another reads");
        }

        /** Number of rows R. */
        int rows();

        /** The array that was taken. */
        float[] values();
    }

    /** One weight matrix W [inputs, outputs], kept in the form its provider multiplies fastest. */
    interface Weight {
        /**
         * Converts and packs the values; to be called again after they changed.
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
         * Computes the columns of Y = X·W + b that belong to some strips, equal to the bit to those of the whole
         * product.
         *
         * @param firstStrip the first of them
         * @param endStrip the first that is none of them
         * @param x X [R, inputs]
         * @param bias where b [outputs] stands
         * @param biasOffset of its first element
         * @param y Y [R, outputs], overwritten in these columns and untouched in the others
         */
        void forward(int firstStrip, int endStrip, Operand x, float[] bias, int biasOffset, float[] y);

        /** Returns whether a product can apply an activation and leave its result where the next product reads it. */
        default boolean activates() {
            return false;
        }

        /**
         * Computes the columns of Y = f(X·W + b) that belong to some strips, if {@link #activates}. Y is not available
         * as floats, so this is for forward passes only.
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
}
