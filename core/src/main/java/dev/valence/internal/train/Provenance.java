package dev.valence.internal.train;

import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.json.JsonValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Provenance of a model, by name, as JSON.
 *
 * @param determining what the weights depend on: data, tokenizer, configuration, code; a run resumes only with the same
 * @param circumstances what is worth knowing besides
 */
public record Provenance(Map<String, Object> determining, Map<String, Object> circumstances) {
    private static final int SHOWN_CHARACTERS = 16;

    /** Copies the maps. */
    public Provenance {
        determining = Collections.unmodifiableMap(new LinkedHashMap<>(determining));
        circumstances = Collections.unmodifiableMap(new LinkedHashMap<>(circumstances));
    }

    /** All of it. */
    Map<String, Object> toMap() {
        Map<String, Object> all = new LinkedHashMap<>(determining);
        all.putAll(circumstances);
        return all;
    }

    /**
     * Returns the differences of this run from another, such as {@code training.seed 43 instead of 42}.
     *
     * @param other what determined it
     */
    List<String> differences(ConfigJson other) {
        Map<String, @Nullable Object> own =
                JsonValues.flat(ConfigJson.of(determining).values());
        Map<String, @Nullable Object> others = JsonValues.flat(other.values());
        Set<String> names = new LinkedHashSet<>(own.keySet());
        names.addAll(others.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(own.get(name), others.get(name))) {
                differences.add(name + " " + shown(own.get(name)) + " instead of " + shown(others.get(name)));
            }
        }
        return differences;
    }

    private static String shown(@Nullable Object value) {
        String text = value == null ? "none" : value.toString();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
