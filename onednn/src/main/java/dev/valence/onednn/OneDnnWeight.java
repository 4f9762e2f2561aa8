package dev.valence.onednn;

import dev.valence.compute.Gemm;
import dev.valence.onednn.Product.Form;
import org.bytedeco.javacpp.Pointer;

/** A weight W [inputs, outputs], packed for the forward and for the backward product. */
final class OneDnnWeight implements Gemm.Weight {
    private final OneDnnGemm gemm;
    private final int inputs;
    private final int outputs;
    private final PackedWeight straight;
    private final PackedWeight transposed;

    OneDnnWeight(OneDnnGemm gemm, int inputs, int outputs) {
        this.gemm = gemm;
        this.inputs = inputs;
        this.outputs = outputs;
        straight = new PackedWeight(gemm.cpu(), gemm.type(), inputs, outputs, new long[] {outputs, 1});
        transposed = new PackedWeight(gemm.cpu(), gemm.type(), outputs, inputs, new long[] {1, outputs});
    }

    @Override
    public void load(float[] values, int offset) {
        ThreadProducts thread = gemm.products();
        int size = inputs * outputs;
        Pointer floats = thread.left().put(values, offset, size, size);
        straight.load(thread, floats);
        transposed.load(thread, floats);
    }

    @Override
    public void forward(int rows, float[] x, float[] bias, int biasOffset, float[] y) {
        ThreadProducts thread = gemm.products();
        Product product = product(thread, Form.FORWARD, rows, straight);
        product.left(thread, x, rows * inputs);
        product.bias(thread, bias, biasOffset);
        product.run(thread);
        thread.result().get(y, rows * outputs);
    }

    @Override
    public void backwardInput(int rows, float[] dy, float[] dx, boolean accumulate) {
        ThreadProducts thread = gemm.products();
        Product product = product(thread, Form.INPUT_GRADIENT, rows, transposed);
        product.left(thread, dy, rows * outputs);
        product.run(thread);
        if (accumulate) {
            addResult(thread, rows * inputs, dx, 0);
        } else {
            thread.result().get(dx, rows * inputs);
        }
    }

    @Override
    public void backwardWeight(int rows, float[] x, float[] dy, float[] dw, int offset) {
        ThreadProducts thread = gemm.products();
        Product product = thread.product(
                new Product.Shape(Form.WEIGHT_GRADIENT, ThreadProducts.rounded(rows), inputs, outputs), null);
        product.left(thread, x, rows * inputs);
        product.right(thread, dy, rows * outputs);
        product.run(thread);
        addResult(thread, inputs * outputs, dw, offset);
    }

    private Product product(ThreadProducts thread, Form form, int rows, PackedWeight weight) {
        Product product =
                thread.product(new Product.Shape(form, ThreadProducts.rounded(rows), inputs, outputs), weight.layout());
        product.weight(weight.values());
        return product;
    }

    private static void addResult(ThreadProducts thread, int size, float[] y, int offset) {
        float[] sums = thread.sums(size);
        thread.result().get(sums, size);
        for (int i = 0; i < size; i++) {
            y[offset + i] += sums[i];
        }
    }
}
