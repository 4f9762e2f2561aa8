package dev.valence.internal.model;

import dev.valence.internal.compute.Kernels;
import dev.valence.internal.compute.Stopwatch.Section;

/** LayerNorm with a learned scale and bias. Thread-safe. */
final class LayerNorm {
    private final Parameters parameters;
    private final Kernels.Norm norm;

    LayerNorm(Parameters parameters, String name, int width, float epsilon) {
        this.parameters = parameters;
        int scale = parameters.add(name + ".scale", Initializer.constant(1f), width);
        int bias = parameters.add(name + ".bias", Initializer.constant(0f), width);
        this.norm = new Kernels.Norm(width, epsilon, scale, bias);
    }

    /** x [rows, D] becomes the normalized rows, which backward needs with {@code inverse} [rows]; y is the result. */
    void forward(Workspace workspace, int rows, float[] x, float[] inverse, float[] y) {
        workspace.kernels.layerNorm(norm, parameters.values(), rows, x, inverse, y);
        workspace.watch.lap(Section.NORM);
    }

    /** dy [rows, D] becomes dx in place. */
    void backward(Workspace workspace, int rows, float[] dy, float[] normalized, float[] inverse) {
        float[] gradients = workspace.gradients.values();
        workspace.kernels.layerNormBackward(norm, parameters.values(), rows, dy, normalized, inverse, dy, gradients);
        workspace.watch.lap(Section.NORM);
    }
}
