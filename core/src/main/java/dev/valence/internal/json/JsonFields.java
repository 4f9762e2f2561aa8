package dev.valence.internal.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each to be taken once, so that one which nobody takes is noticed.
 * Belongs to one thread.
 */
public final class JsonFields {
    private final Map<String, @Nullable Object> remaining = new LinkedHashMap<>();

    /** A value is not what the reader understands. */
    public static final class NotUnderstoodException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotUnderstoodException(String what) {
            super(what, null, false, false);
        }
    }

    /**
     * @param value as {@link JsonValues} reads it
     * @throws NotUnderstoodException if it is no object
     */
    public JsonFields(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            throw new NotUnderstoodException("no object");
        }
        object.forEach((key, field) -> remaining.put((String) key, field));
    }

    public boolean has(String key) {
        return remaining.containsKey(key);
    }

    @Nullable
    public Object take(String key) {
        require(has(key), "no '" + key + "'");
        return remaining.remove(key);
    }

    public String takeString(String key) {
        return string(take(key));
    }

    public boolean takeBoolean(String key) {
        Object value = take(key);
        require(value instanceof Boolean, "no true or false as '" + key + "'");
        return (boolean) Objects.requireNonNull(value);
    }

    public int takeId(String key) {
        return id(take(key));
    }

    public List<?> takeList(String key) {
        return list(take(key));
    }

    public void expect(String key, @Nullable Object value) {
        require(Objects.equals(take(key), value), "another '" + key + "'");
    }

    public void expectIfThere(String key, @Nullable Object value) {
        if (has(key)) {
            expect(key, value);
        }
    }

    public void ignore(String key) {
        remaining.remove(key);
    }

    /** Names of the fields not taken yet. */
    public List<String> names() {
        return List.copyOf(remaining.keySet());
    }

    public void expectNoMore() {
        require(remaining.isEmpty(), "more fields");
    }

    public static String string(@Nullable Object value) {
        require(value instanceof String, "no string");
        return (String) Objects.requireNonNull(value);
    }

    public static int id(@Nullable Object value) {
        require(value instanceof Integer integer && integer >= 0, "no id");
        return (int) Objects.requireNonNull(value);
    }

    public static List<?> list(@Nullable Object value) {
        require(value instanceof List, "no list");
        return (List<?>) Objects.requireNonNull(value);
    }

    public static void require(boolean understood, String what) {
        if (!understood) {
            throw new NotUnderstoodException(what);
        }
    }
}
