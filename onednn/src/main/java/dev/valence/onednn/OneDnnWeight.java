package dev.valence.onednn;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Gemm;
import dev.valence.onednn.Product.Form;
import dev.valence.onednn.RowAgreement.Rows;
import java.lang.ref.Reference;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

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
        int size = inputs * outputs;
        try (Multiplier own = gemm.multiplier()) {
            FloatPointer floats = own.floats().put(values, offset, size, size);
            for (int i = 0; i < strips.length; i++) {
                strips[i].load(own, floats.getPointer((long) i * width()));
            }
            transposed.load(own, floats);
        }
    }

    @Override
    public int strips() {
        return strips.length;
    }

    @Override
    public void forward(int firstStrip, int endStrip, Gemm.Operand x, float[] bias, int biasOffset, float[] y) {
        int count = Multiplier.rounded(x.rows());
        int width = width();
        int bytes = width * Float.BYTES;
        try (Multiplier own = gemm.multiplier()) {
            for (int i = firstStrip; i < endStrip; i++) {
                Pointer strip = strips[i].values();
                Pointer biases = own.bias().put(bias, biasOffset + i * width, width, width);
                FloatPointer result = own.result().floats(count * width);
                RowAgreement.RowProduct product = (left, first, some) -> own.product(forward(some), strips[0].layout())
                        .run(
                                own,
                                left.at((long) first * inputs),
                                strip,
                                biases,
                                result.getPointer((long) first * width));
                gemm.agreement().run((OneDnnOperand) x, inputs, this::forward, product, new Rows(result, bytes, bytes));
                own.result().get(y, i * width, outputs, x.rows(), width);
            }
        } finally {
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(this);
        }
    }

    private Product.Shape forward(int rows) {
        return Product.Shape.of(Form.FORWARD, rows, inputs, width());
    }

    @Override
    public boolean activates() {
        return true;
    }

    @Override
    public void forward(
            int firstStrip, int endStrip, Gemm.Operand x, float[] bias, int biasOffset, Activation f, Gemm.Operand y) {
        OneDnnOperand results = (OneDnnOperand) y;
        int width = width();
        try (Multiplier own = gemm.multiplier()) {
            for (int i = firstStrip; i < endStrip; i++) {
                int column = i * width;
                Pointer strip = strips[i].values();
                Pointer biases = own.bias().put(bias, biasOffset + column, width, width);
                RowAgreement.RowProduct product =
                        (left, first, some) -> own.product(activated(some, f), strips[0].layout())
                                .run(
                                        own,
                                        left.at((long) first * inputs),
                                        strip,
                                        biases,
                                        results.at((long) first * outputs + column));
                Rows result = new Rows(results.at(column), width * gemm.factorBytes(), outputs * gemm.factorBytes());
                gemm.agreement().run((OneDnnOperand) x, inputs, some -> activated(some, f), product, result);
            }
        } finally {
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(y);
            Reference.reachabilityFence(this);
        }
    }

    private Product.Shape activated(int rows, Activation f) {
        return new Product.Shape(Form.FORWARD, rows, inputs, width(), f, outputs);
    }

    @Override
    public void backwardInput(Gemm.Operand dy, float[] dx, boolean accumulate) {
        int rows = dy.rows();
        Product.Shape shape = Product.Shape.of(Form.INPUT_GRADIENT, Multiplier.rounded(rows), inputs, outputs);
        try (Multiplier own = gemm.multiplier()) {
            Pointer result = own.result().floats(shape.resultSize());
            Pointer left = ((OneDnnOperand) dy).pointer();
            own.product(shape, transposed.layout()).run(own, left, transposed.values(), null, result);
            if (accumulate) {
                addResult(own, rows * inputs, dx, 0);
            } else {
                own.result().get(dx, rows * inputs);
            }
        } finally {
            Reference.reachabilityFence(dy);
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void backwardWeight(Gemm.Operand x, Gemm.Operand dy, float[] dw, int offset) {
        Product.Shape shape = Product.Shape.of(Form.WEIGHT_GRADIENT, Multiplier.rounded(x.rows()), inputs, outputs);
        try (Multiplier own = gemm.multiplier()) {
            Pointer result = own.result().floats(shape.resultSize());
            Pointer left = ((OneDnnOperand) x).pointer();
            Pointer right = ((OneDnnOperand) dy).pointer();
            own.product(shape, null).run(own, left, right, null, result);
            addResult(own, inputs * outputs, dw, offset);
        } finally {
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(dy);
        }
    }

    private static void addResult(Multiplier own, int size, float[] y, int offset) {
        float[] sums = own.sums(size);
        own.result().get(sums, size);
        for (int i = 0; i < size; i++) {
            y[offset + i] += sums[i];
        }
    }
}
