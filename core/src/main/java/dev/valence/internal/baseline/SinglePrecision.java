package dev.valence.internal.baseline;

/** Numbers in the precision they are saved in. */
final class SinglePrecision {
    private SinglePrecision() {}

    /** The nearest numbers of single precision, as doubles. */
    static double[] round(double[] values) {
        return toDoubles(toFloats(values));
    }

    static float[] toFloats(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }

    static double[] toDoubles(float[] values) {
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return widened;
    }
}
