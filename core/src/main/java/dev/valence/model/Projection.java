package dev.valence.model;

/** An affine map of rows, Y = X·W + b, with its gradients. Thread-safe but for {@link #load}. */
interface Projection {
    /** Takes over changed weights. */
    void load();

    /** x [rows, inputs] to y [rows, outputs]. */
    void forward(Workspace workspace, int rows, float[] x, float[] y);

    /** Adds dW and db; makes dx [rows, inputs] = dY·Wᵀ, or adds to it. */
    void backward(Workspace workspace, int rows, float[] x, float[] dy, float[] dx, boolean accumulate);
}
