package dev.valence.internal.compute;

/**
 * Activations and their slopes in plain Java. Both forms of GELU are x times a rising function of x; with its lower tail
 * q(|x|) they are max(x, 0) - |x|·q, without cancellation.
 */
final class ScalarActivations {
    /** A function of one number. */
    @FunctionalInterface
    interface Function {
        /** Its value at x. */
        float at(float x);
    }

    private ScalarActivations() {}

    static Function function(Activation f) {
        return switch (f) {
            case RELU -> x -> Math.max(x, 0f);
            case GELU -> x -> withoutTail(x, normalTail(Math.abs(x)));
            case GELU_TANH -> x -> withoutTail(x, logisticTail(Math.abs(x)));
            case TANH -> x -> (float) StrictMath.tanh(x);
        };
    }

    static Function slope(Activation f) {
        return switch (f) {
            case RELU -> x -> x > 0f ? 1f : 0f;
            case GELU -> x -> slope(x, normalSlope(Math.abs(x)));
            case GELU_TANH -> x -> slope(x, logisticSlope(Math.abs(x)));
            case TANH -> ScalarActivations::tanhSlope;
        };
    }

    private static float withoutTail(float x, double tail) {
        return (float) (Math.max(x, 0f) - Math.abs(x) * tail);
    }

    /** The slope at x from the slope {@code mirrored} at -|x|: the two add up to 1. */
    private static float slope(float x, double mirrored) {
        return (float) (x >= 0f ? 1 - mirrored : mirrored);
    }

    private static double normalTail(double z) {
        return NormalTail.of(z, StrictMath.exp(-0.5 * z * z));
    }

    private static double normalSlope(double z) {
        double exponential = StrictMath.exp(-0.5 * z * z);
        return NormalTail.of(z, exponential) - z * NormalTail.DENSITY * exponential;
    }

    /** 1 / (1 + e^(2u)) for the approximation's u. */
    private static double logisticTail(double z) {
        double e = StrictMath.exp(-2 * Activation.GELU_SCALE * z * (1 + Activation.GELU_CUBIC * z * z));
        return e / (1 + e);
    }

    private static double logisticSlope(double z) {
        double tail = logisticTail(z);
        double du = Activation.GELU_SCALE * (1 + 3 * Activation.GELU_CUBIC * z * z);
        return tail - 2 * z * du * tail * (1 - tail);
    }

    private static float tanhSlope(float x) {
        double y = StrictMath.tanh(x);
        return (float) (1 - y * y);
    }
}
