package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.internal.json.ConfigJson;
import dev.valence.train.WindowAggregation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How texts longer than the encoder's maximum are classified: by their beginning, or in overlapping windows of maximum
 * length, whose probabilities are aggregated.
 *
 * @param aggregation of the windows' probabilities
 * @param stride tokens from the start of a window to that of the next; 0 for half a window
 */
public record LongTexts(WindowAggregation aggregation, int stride) {
    /** Long texts are cut off at the maximum. */
    public static final LongTexts CUT = new LongTexts(WindowAggregation.FIRST, 0);

    private static final String KEY = "long_texts";
    private static final String AGGREGATION = "aggregation";
    private static final String STRIDE = "stride";

    /**
     * Checks the parts.
     *
     * @throws InputException if the stride is negative, or given where nothing is cut into windows
     */
    public LongTexts {
        if (stride < 0) {
            throw new InputException("the stride of windows must not be negative, found " + stride);
        }
        if (aggregation == WindowAggregation.FIRST && stride > 0) {
            throw new InputException("a stride needs windows, found aggregation 'first'; choose mean or max");
        }
    }

    /** Whether there are windows. */
    boolean windows() {
        return aggregation != WindowAggregation.FIRST;
    }

    /**
     * The same for windows of so many tokens.
     *
     * @param room tokens of a window without the special ones, at least 1
     * @throws InputException if windows would leave tokens out between them
     */
    LongTexts within(int room) {
        if (stride > room) {
            throw new InputException("the stride of windows must be at most " + room
                    + ", the tokens of a window without special ones, found " + stride + "; give a smaller one");
        }
        return windows() && stride == 0 ? new LongTexts(aggregation, Math.max(1, room / 2)) : this;
    }

    /** Reads a model's {@code config.json}. */
    static LongTexts read(ConfigJson json) {
        if (!json.has(KEY)) {
            return CUT;
        }
        ConfigJson own = json.object(KEY);
        return new LongTexts(
                WindowAggregation.of(own.choice(AGGREGATION, WindowAggregation.MEAN.id(), WindowAggregation.MAX.id())),
                own.integer(STRIDE, 1, Integer.MAX_VALUE));
    }

    /** Writes it, or nothing if long texts are cut off. */
    void write(Map<String, @Nullable Object> json) {
        json.remove(KEY);
        if (windows()) {
            json.put(KEY, toMap());
        }
    }

    /** Everything by name. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(AGGREGATION, aggregation.id());
        map.put(STRIDE, stride);
        return map;
    }
}
