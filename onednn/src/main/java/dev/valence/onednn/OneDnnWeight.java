package dev.valence.onednn;

import dev.valence.compute.Activation;
import dev.valence.compute.Gemm;
import dev.valence.onednn.Product.Form;
import org.bytedeco.javacpp.FloatPointer;

/** A weight W [inputs, outputs], packed for the forward product in strips of columns, and for the backward product. */
final class OneDnnWeight implements Gemm.Weight {
    private static final int MOST_STRIPS = 4;
    private static final int BLOCK = 64; // columns that oneDNN packs together
    private static final int NARROWEST = 192; // columns

    private final OneDnnGemm gemm;
    private final int inputs;
    private final int outputs;
    private final PackedWeight[] strips; // of W, all of one width
    private final PackedWeight transposed;

    OneDnnWeight(OneDnnGemm gemm, int inputs, int outputs) {
        this.gemm = gemm;
        this.inputs = inputs;
        this.outputs = outputs;
        strips = new PackedWeight[strips(outputs)];
        for (int i = 0; i < strips.length; i++) {
            strips[i] = new PackedWeight(gemm.cpu(), gemm.type(), inputs, width(), new long[] {outputs, 1});
        }
        transposed = new PackedWeight(gemm.cpu(), gemm.type(), outputs, inputs, new long[] {1, outputs});
    }

    /** The most equal strips that are whole blocks and not too narrow to be worth a call. */
    private static int strips(int outputs) {
        for (int strips = MOST_STRIPS; strips > 1; strips--) {
            if (outputs % (strips * BLOCK) == 0 && outputs / strips >= NARROWEST) {
                return strips;
            }
        }
        return 1;
    }

    /** Columns of a strip. */
    private int width() {
        return outputs / strips.length;
    }

    @Override
    public void load(float[] values, int offset) {
        ThreadProducts thread = gemm.products();
        int size = inputs * outputs;
        FloatPointer floats = thread.floats().put(values, offset, size, size);
        for (int i = 0; i < strips.length; i++) {
            strips[i].load(thread, floats.getPointer((long) i * width()));
        }
        transposed.load(thread, floats);
    }

    @Override
    public int strips() {
        return strips.length;
    }

    @Override
    public void forward(int firstStrip, int endStrip, Gemm.Operand x, float[] bias, int biasOffset, float[] y) {
        ThreadProducts thread = gemm.products();
        int rows = x.rows();
        int width = width();
        Product product = thread.product(
                new Product.Shape(Form.FORWARD, ThreadProducts.rounded(rows), inputs, width), strips[0].layout());
        for (int i = firstStrip; i < endStrip; i++) {
            product.bias(thread, bias, biasOffset + i * width);
            product.run(thread, (OneDnnOperand) x, strips[i].values());
            thread.result().get(y, i * width, outputs, rows, width);
        }
    }

    @Override
    public boolean activates() {
        return true;
    }

    @Override
    public void forward(
            int firstStrip, int endStrip, Gemm.Operand x, float[] bias, int biasOffset, Activation f, Gemm.Operand y) {
        ThreadProducts thread = gemm.products();
        int width = width();
        ActivatedProduct product = thread.product(
                new ActivatedProduct.Shape(ThreadProducts.rounded(x.rows()), inputs, width, outputs, f),
                strips[0].layout());
        for (int i = firstStrip; i < endStrip; i++) {
            int first = i * width;
            FloatPointer biases = thread.bias().put(bias, biasOffset + first, width, width);
            product.run(thread, (OneDnnOperand) x, strips[i].values(), biases, (OneDnnOperand) y, first);
        }
    }

    @Override
    public void backwardInput(Gemm.Operand dy, float[] dx, boolean accumulate) {
        ThreadProducts thread = gemm.products();
        int rows = dy.rows();
        Product product = thread.product(
                new Product.Shape(Form.INPUT_GRADIENT, ThreadProducts.rounded(rows), inputs, outputs),
                transposed.layout());
        product.run(thread, (OneDnnOperand) dy, transposed.values());
        if (accumulate) {
            addResult(thread, rows * inputs, dx, 0);
        } else {
            thread.result().get(dx, rows * inputs);
        }
    }

    @Override
    public void backwardWeight(Gemm.Operand x, Gemm.Operand dy, float[] dw, int offset) {
        ThreadProducts thread = gemm.products();
        Product product = thread.product(
                new Product.Shape(Form.WEIGHT_GRADIENT, ThreadProducts.rounded(x.rows()), inputs, outputs), null);
        product.run(thread, (OneDnnOperand) x, (OneDnnOperand) dy);
        addResult(thread, inputs * outputs, dw, offset);
    }

    private static void addResult(ThreadProducts thread, int size, float[] y, int offset) {
        float[] sums = thread.sums(size);
        thread.result().get(sums, size);
        for (int i = 0; i < size; i++) {
            y[offset + i] += sums[i];
        }
    }
}
