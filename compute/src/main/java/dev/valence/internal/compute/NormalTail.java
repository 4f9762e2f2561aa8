package dev.valence.internal.compute;

/**
 * The lower tail of the normal distribution: Φ(-z) = e^(-z²/2)·t·P(t) with t = 1 / (1 + z/4), for z ≥ 0, where P has
 * degree 9. Within 1e-8 before rounding; tools/reference/normal_tail.py finds the coefficients.
 */
public final class NormalTail {
    /** P's constant. */
    public static final float P0 = 0.099735565f;
    /** P's coefficient of t. */
    public static final float P1 = 0.09973658f;
    /** P's coefficient of t². */
    public static final float P2 = 0.093461476f;
    /** P's coefficient of t³. */
    public static final float P3 = 0.08166269f;
    /** P's coefficient of t⁴. */
    public static final float P4 = 0.05861827f;
    /** P's coefficient of t⁵. */
    public static final float P5 = 0.06487894f;
    /** P's coefficient of t⁶. */
    public static final float P6 = -0.033975493f;
    /** P's coefficient of t⁷. */
    public static final float P7 = 0.09808474f;
    /** P's coefficient of t⁸. */
    public static final float P8 = -0.0823398f;
    /** P's coefficient of t⁹. */
    public static final float P9 = 0.020137032f;

    /** 1/√(2π), the density's largest value. */
    public static final float DENSITY = 0.3989423f;

    private NormalTail() {}

    /** Φ(-z) for z ≥ 0, where {@code exponential} is e^(-z²/2). */
    static double of(double z, double exponential) {
        double t = 1 / (1 + z / 4);
        double p = P9;
        p = p * t + P8;
        p = p * t + P7;
        p = p * t + P6;
        p = p * t + P5;
        p = p * t + P4;
        p = p * t + P3;
        p = p * t + P2;
        p = p * t + P1;
        p = p * t + P0;
        return exponential * t * p;
    }
}
