package dev.valence.benchmarks;

/**
 * What one training step must do at the least, counted on paper: the roofline of Williams, Waterman and Patterson (2009).
 * Matrix products and attention count as floating-point operations; the passes over the weights count as bytes, because
 * they follow the products and cannot hide behind them.
 *
 * @param operations floating-point operations
 * @param bytes read from and written to memory
 */
public record StepCost(double operations, double bytes) {
    private static final int FLOAT = Float.BYTES;
    /** Adam reads weight, gradient and both moments, and writes all but the gradient; that is then cleared. */
    private static final int ADAM_STREAMS = 4 + 3 + 1;
    /** The weights of a matrix are read, and written in two packed forms. */
    private static final int PACKING_STREAMS = 3;

    /**
     * A step of a model whose head reads the first token of each text.
     *
     * @param shape the model
     * @param lengths tokens of each text of the batch
     */
    public static StepCost of(Shape shape, int... lengths) {
        double forward = forwardProducts(shape, lengths);
        double attention = attention(shape, lengths);
        // backward of a product is two products; of attention its scores again and four products instead of two
        double operations = 3 * forward + (1 + 2.5) * attention;
        return new StepCost(
                operations, FLOAT * (ADAM_STREAMS * weights(shape) + PACKING_STREAMS * matrixWeights(shape)));
    }

    /** Operations of the matrix products, forward. The last layer computes first tokens only, but for keys and values. */
    static double forwardProducts(Shape shape, int... lengths) {
        double tokens = 0;
        for (int length : lengths) {
            tokens += length;
        }
        double square = 2.0 * shape.width() * shape.width();
        double feedForward = 2.0 * 2 * shape.width() * shape.feedForward();
        double layer = 4 * square + feedForward;
        double last = tokens * 2 * square + lengths.length * (2 * square + feedForward);
        double head = lengths.length * (square + 2.0 * shape.width() * Shape.CLASSES);
        return (shape.layers() - 1) * tokens * layer + last + head;
    }

    /** Operations of scores and of their products with the values, forward. */
    static double attention(Shape shape, int... lengths) {
        double all = 0;
        double first = 0;
        for (int length : lengths) {
            all += (double) length * length;
            first += length;
        }
        return 2 * 2.0 * shape.width() * ((shape.layers() - 1) * all + first);
    }

    /** Weights of the matrices, embeddings and head left out. */
    static double matrixWeights(Shape shape) {
        return shape.layers() * (4.0 * shape.width() * shape.width() + 2.0 * shape.width() * shape.feedForward());
    }

    /** Weights of embeddings and matrices, which are all but a thousandth. */
    static double weights(Shape shape) {
        return matrixWeights(shape) + (double) shape.vocabulary() * shape.width();
    }

    /**
     * Seconds below which no implementation of this arithmetic gets.
     *
     * @param peak the machine's
     */
    public double floorSeconds(Peak peak) {
        return operations / peak.operationsPerSecond() + bytes / peak.bytesPerSecond();
    }

    /**
     * What a machine can do on all its cores.
     *
     * @param operationsPerSecond floating-point operations on registers
     * @param bytesPerSecond to and from memory
     */
    public record Peak(double operationsPerSecond, double bytesPerSecond) {}
}
