package dev.valence.internal.transformer;

import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.tokenize.TextFrame;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.WindowAggregation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts of any length as windows that an encoder can read. Windows start one stride apart, and the last one ends with
 * the text, so that all windows of a long text have full length.
 *
 * @param windows the windows of all texts, W of them
 * @param offsets how many windows belong to the texts before each text, and W at the end, [B + 1]
 */
record TextWindows(TokenBatch windows, int[] offsets) {
    /**
     * Cuts texts.
     *
     * @param texts with special tokens, B texts
     * @param frame their special tokens
     * @param maximumLength tokens of a window, special tokens included
     * @param stride tokens from the start of a window to that of the next, at least 1
     */
    static TextWindows cut(TokenBatch texts, TextFrame frame, int maximumLength, int stride) {
        int room = maximumLength - frame.size();
        List<int[]> windows = new ArrayList<>();
        int[] offsets = new int[texts.texts() + 1];
        for (int b = 0; b < texts.texts(); b++) {
            int first = texts.start(b) + frame.before();
            int size = texts.length(b) - frame.size();
            int at = 0;
            for (; at + room < size; at += stride) {
                windows.add(frame.around(texts.ids(), first + at, room));
            }
            int last = Math.max(0, size - room);
            windows.add(size > room ? frame.around(texts.ids(), first + last, room) : texts.ids(b));
            offsets[b + 1] = windows.size();
        }
        return new TextWindows(TokenBatch.of(windows.toArray(int[][]::new)), offsets);
    }

    /**
     * Returns one row of logits for each text: that of its only window, or the logarithms of aggregated probabilities.
     *
     * @param logits of the windows, [W, C]
     * @param classes C
     * @param aggregation of the windows' probabilities
     * @return [B, C]
     */
    float[] aggregate(float[] logits, int classes, WindowAggregation aggregation) {
        int texts = offsets.length - 1;
        float[] aggregated = new float[texts * classes];
        for (int b = 0; b < texts; b++) {
            if (offsets[b + 1] - offsets[b] == 1 || aggregation == WindowAggregation.FIRST) {
                System.arraycopy(logits, offsets[b] * classes, aggregated, b * classes, classes);
            } else {
                double[][] windows = logProbabilities(logits, classes, b);
                for (int c = 0; c < classes; c++) {
                    aggregated[b * classes + c] = (float)
                            (aggregation == WindowAggregation.MAX
                                    ? largest(windows[c])
                                    : logOfMeanExponential(windows[c]));
                }
            }
        }
        return aggregated;
    }

    /** ln p of each class in each window of a text, [C, windows]. */
    private double[][] logProbabilities(float[] logits, int classes, int text) {
        int count = offsets[text + 1] - offsets[text];
        double[][] logProbabilities = new double[classes][count];
        for (int w = 0; w < count; w++) {
            int row = (offsets[text] + w) * classes;
            double normalizer = CrossEntropy.logSumOfExponentials(logits, row, classes);
            for (int c = 0; c < classes; c++) {
                logProbabilities[c][w] = logits[row + c] - normalizer;
            }
        }
        return logProbabilities;
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).max().orElseThrow();
    }

    /** ln of the mean of e to the x, which may be too small for a number. */
    private static double logOfMeanExponential(double[] x) {
        double largest = largest(x);
        double sum = 0;
        for (double value : x) {
            sum += StrictMath.exp(value - largest);
        }
        return largest + StrictMath.log(sum / x.length);
    }
}
