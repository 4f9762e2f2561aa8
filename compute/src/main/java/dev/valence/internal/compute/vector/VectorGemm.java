package dev.valence.internal.compute.vector;

import dev.valence.internal.compute.Gemm;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products over the Vector API. The right-hand matrix is cut into panels two vectors wide, packed so that a panel's
 * rows follow each other; a panel stays in the first-level cache while tiles of rows pass over it ({@link Tile12x2}, or
 * {@link Tile6x2} where there are only 16 registers). What does not fill a tile is computed in scratch memory.
 */
final class VectorGemm implements Gemm {
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
    static final int PANEL = 2 * LANES;
    /** AVX2 is the one instruction set with 8 lanes, and the one with 16 registers. */
    private static final boolean FEW_REGISTERS = LANES == 8;

    static final int ROWS = FEW_REGISTERS ? Tile6x2.ROWS : Tile12x2.ROWS;
    /** Rows of B a tile passes over at once: that many rows of a panel fill half of a first-level cache. */
    private static final int DEPTH = 256;

    private static final float[] NO_BIAS = new float[PANEL];

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public String name() {
        return "java-vector-" + FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    @Override
    public Weight weight(int inputs, int outputs) {
        return new VectorWeight(inputs, outputs);
    }

    private static void alongRows(
            Panel panel, float[] a, int at, int stride, int last, float[] c, int to, int columns) {
        if (FEW_REGISTERS) {
            Tile6x2.alongRows(panel, a, at, stride, last, c, to, columns);
        } else {
            Tile12x2.alongRows(panel, a, at, stride, last, c, to, columns);
        }
    }

    private static void alongColumns(
            Panel panel, float[] a, int at, int stride, int last, float[] c, int to, int columns) {
        if (FEW_REGISTERS) {
            Tile6x2.alongColumns(panel, a, at, stride, last, c, to, columns);
        } else {
            Tile12x2.alongColumns(panel, a, at, stride, last, c, to, columns);
        }
    }

    /** Buffers of one thread for rows and columns that do not fill a tile. */
    private static final class Scratch {
        final float[] tile = new float[ROWS * PANEL];
        final float[] bias = new float[PANEL];
        float[] a = new float[0];
        float[] b = new float[0];
    }

    private final class VectorWeight implements Weight {
        private final int inputs;
        private final int outputs;
        private final float[] panels; // of W: [outputs / PANEL, inputs, PANEL]
        private final float[] transposedPanels; // of Wᵀ: [inputs / PANEL, outputs, PANEL]

        VectorWeight(int inputs, int outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
            this.panels = new float[panels(outputs) * inputs * PANEL];
            this.transposedPanels = new float[panels(inputs) * outputs * PANEL];
        }

        @Override
        public void load(float[] values, int offset) {
            for (int i = 0; i < inputs; i++) {
                for (int o = 0; o < outputs; o += PANEL) {
                    int width = Math.min(PANEL, outputs - o);
                    System.arraycopy(values, offset + i * outputs + o, panels, o * inputs + i * PANEL, width);
                }
            }
            for (int i = 0; i < inputs; i++) {
                int column = i / PANEL * PANEL * outputs + i % PANEL;
                for (int o = 0; o < outputs; o++) {
                    transposedPanels[column + o * PANEL] = values[offset + i * outputs + o];
                }
            }
        }

        @Override
        public int strips() {
            return panels(outputs);
        }

        @Override
        public void forward(int firstStrip, int endStrip, Operand x, float[] bias, int biasOffset, float[] y) {
            int end = Math.min(endStrip * PANEL, outputs);
            for (int column = firstStrip * PANEL; column < end; column += PANEL) {
                int width = Math.min(PANEL, outputs - column);
                float[] panelBias = bias;
                int panelBiasOffset = biasOffset + column;
                if (width < PANEL) {
                    panelBias = scratch.get().bias;
                    System.arraycopy(bias, panelBiasOffset, panelBias, 0, width);
                    panelBiasOffset = 0;
                }
                multiply(panels, column, inputs, x, panelBias, panelBiasOffset, y, outputs, false);
            }
        }

        @Override
        public void backwardInput(Operand dy, float[] dx, boolean accumulate) {
            for (int column = 0; column < inputs; column += PANEL) {
                multiply(transposedPanels, column, outputs, dy, NO_BIAS, 0, dx, inputs, accumulate);
            }
        }

        /** One panel of C = A·B: A [rows, depth], columns {@code column} … of C [rows, columns]. */
        private void multiply(
                float[] packed,
                int column,
                int depth,
                Operand left,
                float[] bias,
                int biasOffset,
                float[] c,
                int columns,
                boolean accumulate) {
            int rows = left.rows();
            float[] a = left.values();
            int width = Math.min(PANEL, columns - column);
            for (int from = 0; from < depth; from += DEPTH) {
                int offset = column * depth + from * PANEL;
                int block = Math.min(DEPTH, depth - from);
                Panel panel = accumulate || from > 0
                        ? Panel.addingTo(packed, offset, PANEL, block)
                        : Panel.startingFrom(bias, biasOffset, packed, offset, PANEL, block);
                for (int row = 0; row < rows; row += ROWS) {
                    int height = Math.min(ROWS, rows - row);
                    int to = row * columns + column;
                    if (width == PANEL) {
                        alongRows(panel, a, row * depth + from, depth, height - 1, c, to, columns);
                    } else {
                        float[] tile = scratch.get().tile;
                        copy(c, to, columns, tile, 0, PANEL, height, width);
                        alongRows(panel, a, row * depth + from, depth, height - 1, tile, 0, PANEL);
                        copy(tile, 0, PANEL, c, to, columns, height, width);
                    }
                }
            }
        }

        @Override
        public void backwardWeight(Operand left, Operand right, float[] dw, int offset) {
            int rows = left.rows();
            float[] x = left.values();
            float[] dy = right.values();
            Scratch own = scratch.get();
            int full = inputs / ROWS * ROWS;
            if (full < inputs) {
                own.a = grown(own.a, rows * ROWS);
                copy(x, full, inputs, own.a, 0, ROWS, rows, inputs - full);
            }
            for (int column = 0; column < outputs; column += PANEL) {
                for (int from = 0; from < rows; from += DEPTH) {
                    Panel panel = gradientPanel(own, rows, dy, column, from);
                    for (int row = 0; row < full; row += ROWS) {
                        addTile(own, panel, x, from * inputs + row, inputs, dw, offset, row, column);
                    }
                    if (full < inputs) {
                        addTile(own, panel, own.a, from * ROWS, ROWS, dw, offset, full, column);
                    }
                }
            }
        }

        /** The panel of dY that starts at (from, column); a copy where it would reach over the edge of dY. */
        private Panel gradientPanel(Scratch own, int rows, float[] dy, int column, int from) {
            int depth = Math.min(DEPTH, rows - from);
            int width = Math.min(PANEL, outputs - column);
            if (width == PANEL) {
                return Panel.addingTo(dy, from * outputs + column, outputs, depth);
            }
            own.b = grown(own.b, DEPTH * PANEL);
            copy(dy, from * outputs + column, outputs, own.b, 0, PANEL, depth, width);
            return Panel.addingTo(own.b, 0, PANEL, depth);
        }

        private void addTile(
                Scratch own, Panel panel, float[] a, int at, int stride, float[] dw, int offset, int row, int column) {
            int height = Math.min(ROWS, inputs - row);
            int width = Math.min(PANEL, outputs - column);
            int to = offset + row * outputs + column;
            if (width == PANEL) {
                alongColumns(panel, a, at, stride, height - 1, dw, to, outputs);
            } else {
                copy(dw, to, outputs, own.tile, 0, PANEL, height, width);
                alongColumns(panel, a, at, stride, height - 1, own.tile, 0, PANEL);
                copy(own.tile, 0, PANEL, dw, to, outputs, height, width);
            }
        }

        private static int panels(int columns) {
            return (columns + PANEL - 1) / PANEL;
        }

        private static void copy(
                float[] source, int from, int fromStride, float[] target, int to, int toStride, int rows, int width) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(source, from + r * fromStride, target, to + r * toStride, width);
            }
        }

        private static float[] grown(float[] array, int size) {
            return array.length >= size ? array : Arrays.copyOf(array, size + size / 4);
        }
    }
}
