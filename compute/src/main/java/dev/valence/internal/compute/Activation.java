package dev.valence.internal.compute;

/** A function applied to every number between two linear layers. */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** x·Φ(x), where Φ is the normal distribution (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016). */
    GELU,
    /** The same paper's approximation, x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))). */
    GELU_TANH,
    /** Hyperbolic tangent. */
    TANH;

    /** √(2/π), in the approximation of GELU. */
    public static final float GELU_SCALE = 0.7978846f;
    /** Factor of x³ in the approximation of GELU. */
    public static final float GELU_CUBIC = 0.044715f;

    /** Returns whether backward needs only the output, which may therefore overwrite the input. */
    public boolean inPlace() {
        return this == RELU;
    }
}
