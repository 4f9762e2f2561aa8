package dev.valence.internal.model;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;

/** Y = X·W + b. Thread-safe but for {@link #load}. */
final class Linear implements Projection {
    private final int inputs;
    private final int outputs;
    private final int kernel; // offset of W [inputs, outputs]
    private final int bias; // offset of b [outputs]
    private final Parameters parameters;
    private final Gemm.Weight weight;

    Linear(Parameters parameters, Gemm gemm, String name, int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.parameters = parameters;
        this.kernel =
                parameters.add(name + ".kernel", Initializer.truncatedNormal(1 / Math.sqrt(inputs)), inputs, outputs);
        this.bias = parameters.add(name + ".bias", Initializer.constant(0f), outputs);
        this.weight = gemm.weight(inputs, outputs);
    }

    @Override
    public void load() {
        weight.load(parameters.values(), kernel);
    }

    @Override
    public void forward(Workspace workspace, Gemm.Operand x, float[] y) {
        int parts = Math.min(workspace.team.threads(), weight.strips());
        workspace.team.run(parts, part -> forward(part, parts, x, y));
        workspace.watch.lap(Section.PRODUCTS_FORWARD);
    }

    /** One of several parts, by columns, of {@code forward}; they may run at once and may be empty. */
    void forward(int part, int parts, Gemm.Operand x, float[] y) {
        int from = firstStrip(part, parts);
        int to = firstStrip(part + 1, parts);
        if (from < to) {
            weight.forward(from, to, x, parameters.values(), bias, y);
        }
    }

    private int firstStrip(int part, int parts) {
        return part * weight.strips() / parts;
    }

    /** Whether {@link #forward(Workspace, Gemm.Operand, Activation, Gemm.Operand)} can be called. */
    boolean activates() {
        return weight.activates();
    }

    /** x [rows, inputs] to f(X·W + b) in y [rows, outputs], where the next product reads it. */
    void forward(Workspace workspace, Gemm.Operand x, Activation f, Gemm.Operand y) {
        y.reserve(x.rows(), outputs);
        int parts = Math.min(workspace.team.threads(), weight.strips());
        workspace.team.run(parts, part -> {
            int from = firstStrip(part, parts);
            int to = firstStrip(part + 1, parts);
            weight.forward(from, to, x, parameters.values(), bias, f, y);
        });
        workspace.watch.lap(Section.PRODUCTS_FORWARD);
    }

    @Override
    public void backward(Workspace workspace, Gemm.Operand x, Gemm.Operand dy, float[] dx, boolean accumulate) {
        float[] gradients = workspace.gradients.values();
        weight.backwardWeight(x, dy, gradients, kernel);
        workspace.kernels.addColumnSums(dy.rows(), outputs, dy.values(), gradients, bias);
        weight.backwardInput(dy, dx, accumulate);
        workspace.watch.lap(Section.PRODUCTS_BACKWARD);
    }

    @Override
    public String toString() {
        return "Linear[" + inputs + ", " + outputs + "]";
    }
}
