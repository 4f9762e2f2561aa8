package dev.valence.evaluate;

import dev.valence.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * Calibration of a classifier: the difference of confidence and accuracy, with predictions in bins of equal width by
 * the probability of the predicted class (C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
 *
 * @param bins the bins in rising order of confidence
 * @param expectedError the expected calibration error: the mean, over predictions, of the distance between accuracy and
 *     mean confidence of their bin
 */
public record Calibration(List<Bin> bins, double expectedError) {
    /** Bins where nothing else is said, as in the paper. */
    static final int DEFAULT_BINS = 15;

    /**
     * Predictions of about the same confidence.
     *
     * @param low confidence the bin starts above
     * @param high confidence it reaches
     * @param count predictions in it
     * @param confidence their mean confidence, 0 where there are none
     * @param accuracy share of right ones among them, 0 where there are none
     */
    public record Bin(double low, double high, long count, double confidence, double accuracy) {}

    /** Copies the list. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Measures predictions.
     *
     * @param truth class indices, one for each prediction
     * @param bins number of bins, at least 1
     * @throws IllegalArgumentException if the sizes differ or are zero
     */
    public static Calibration of(int[] truth, List<Prediction> predictions, int bins) {
        if (bins < 1 || truth.length == 0 || truth.length != predictions.size()) {
            throw new IllegalArgumentException("required at least one bin and a class for each of at least one"
                    + " prediction, found " + bins + " bins, " + truth.length + " classes, " + predictions.size()
                    + " predictions");
        }
        long[] counts = new long[bins];
        long[] right = new long[bins];
        double[] confidence = new double[bins];
        for (int i = 0; i < truth.length; i++) {
            Prediction prediction = predictions.get(i);
            // Bin l holds confidences in (l / bins, (l + 1) / bins].
            int bin = (int) Math.ceil((double) prediction.confidence() * bins) - 1;
            bin = Math.max(0, Math.min(bins - 1, bin));
            counts[bin]++;
            confidence[bin] += prediction.confidence();
            right[bin] += prediction.index() == truth[i] ? 1 : 0;
        }
        return of(counts, right, confidence, truth.length);
    }

    private static Calibration of(long[] counts, long[] right, double[] confidence, int total) {
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int l = 0; l < counts.length; l++) {
            long count = Math.max(1, counts[l]);
            bins.add(new Bin(
                    (double) l / counts.length,
                    (l + 1.0) / counts.length,
                    counts[l],
                    confidence[l] / count,
                    (double) right[l] / count));
            error += Math.abs(right[l] - confidence[l]) / total;
        }
        return new Calibration(bins, error);
    }
}
