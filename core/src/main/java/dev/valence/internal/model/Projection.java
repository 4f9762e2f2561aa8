package dev.valence.internal.model;

import dev.valence.internal.compute.Gemm;

/** An affine map of rows, Y = X·W + b, with its gradients. Thread-safe but for {@link #load}. */
interface Projection {
    /** Takes over changed weights. */
    void load();

    /** x [rows, inputs] to y [rows, outputs]. */
    void forward(Workspace workspace, Gemm.Operand x, float[] y);

    /** Adds dW and db; makes dx [rows, inputs] = dY·Wᵀ, or adds to it. */
    void backward(Workspace workspace, Gemm.Operand x, Gemm.Operand dy, float[] dx, boolean accumulate);
}
