package dev.valence.internal.compute;

import java.util.Arrays;

/** Matrix products in plain Java, for machines without the Vector API. Inner loops run along rows of memory. */
final class ScalarGemm implements Gemm {
    private static final int STRIP = 64; // columns

    @Override
    public String name() {
        return "java-scalar";
    }

    @Override
    public Weight weight(int inputs, int outputs) {
        return new ScalarWeight(inputs, outputs);
    }

    private static final class ScalarWeight implements Weight {
        private final int inputs;
        private final int outputs;
        private final float[] w; // [inputs, outputs]
        private final float[] transposed; // [outputs, inputs]

        ScalarWeight(int inputs, int outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
            this.w = new float[inputs * outputs];
            this.transposed = new float[inputs * outputs];
        }

        @Override
        public void load(float[] values, int offset) {
            System.arraycopy(values, offset, w, 0, w.length);
            for (int i = 0; i < inputs; i++) {
                for (int o = 0; o < outputs; o++) {
                    transposed[o * inputs + i] = w[i * outputs + o];
                }
            }
        }

        @Override
        public int strips() {
            return (outputs + STRIP - 1) / STRIP;
        }

        @Override
        public void forward(int firstStrip, int endStrip, Operand x, float[] bias, int biasOffset, float[] y) {
            int column = firstStrip * STRIP;
            int columns = Math.min(endStrip * STRIP, outputs) - column;
            for (int r = 0; r < x.rows(); r++) {
                int to = r * outputs + column;
                System.arraycopy(bias, biasOffset + column, y, to, columns);
                for (int i = 0; i < inputs; i++) {
                    addScaled(columns, x.values()[r * inputs + i], w, i * outputs + column, y, to);
                }
            }
        }

        @Override
        public void backwardInput(Operand dy, float[] dx, boolean accumulate) {
            if (!accumulate) {
                Arrays.fill(dx, 0, dy.rows() * inputs, 0f);
            }
            for (int r = 0; r < dy.rows(); r++) {
                for (int o = 0; o < outputs; o++) {
                    addScaled(inputs, dy.values()[r * outputs + o], transposed, o * inputs, dx, r * inputs);
                }
            }
        }

        @Override
        public void backwardWeight(Operand x, Operand dy, float[] dw, int offset) {
            for (int r = 0; r < x.rows(); r++) {
                for (int i = 0; i < inputs; i++) {
                    addScaled(outputs, x.values()[r * inputs + i], dy.values(), r * outputs, dw, offset + i * outputs);
                }
            }
        }

        private static void addScaled(int n, float factor, float[] source, int from, float[] target, int to) {
            for (int i = 0; i < n; i++) {
                target[to + i] += factor * source[from + i];
            }
        }
    }
}
