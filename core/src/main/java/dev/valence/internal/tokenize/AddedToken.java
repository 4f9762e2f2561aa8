package dev.valence.internal.tokenize;

import dev.valence.internal.json.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token that stands for itself in texts, as {@code added_tokens} of a {@code tokenizer.json} describes it.
 *
 * @param content its spelling
 * @param singleWord whether it must not stand within a word
 * @param stripLeft whether it takes white space before it along
 * @param stripRight whether it takes white space after it along
 * @param normalized whether it is looked for in the normalized text rather than in the text as it is given
 * @param special whether it is left out where ids become text again
 */
record AddedToken(
        String content,
        boolean singleWord,
        boolean stripLeft,
        boolean stripRight,
        boolean normalized,
        boolean special) {
    private static final String NORMALIZED = "normalized";
    private static final String SPECIAL = "special";

    /** A special token of that spelling, with the flags that Transformers gives it. */
    static AddedToken special(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    /** An ordinary token of that spelling, with the flags that Transformers gives it. */
    static AddedToken ordinary(String content) {
        return new AddedToken(content, false, false, false, true, false);
    }

    /** The same as a special token. */
    AddedToken asSpecial() {
        return new AddedToken(content, singleWord, stripLeft, stripRight, normalized, true);
    }

    /**
     * Reads a token.
     *
     * @param value an object with its fields; those left out are as in Python
     * @throws JsonFields.NotUnderstoodException if it is no such object
     */
    static AddedToken read(@Nullable Object value) {
        JsonFields fields = new JsonFields(value);
        fields.ignore("id");
        fields.ignore("__type");
        boolean special = flag(fields, SPECIAL, false);
        AddedToken token = new AddedToken(
                fields.takeString("content"),
                flag(fields, "single_word", false),
                flag(fields, "lstrip", false),
                flag(fields, "rstrip", false),
                flag(fields, NORMALIZED, !special),
                special);
        fields.expectNoMore();
        return token;
    }

    private static boolean flag(JsonFields fields, String name, boolean usual) {
        return fields.has(name) ? fields.takeBoolean(name) : usual;
    }

    /** As that of every record, which the JVM would take its time to make while the program starts. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddedToken token
                && content.equals(token.content)
                && singleWord == token.singleWord
                && stripLeft == token.stripLeft
                && stripRight == token.stripRight
                && normalized == token.normalized
                && special == token.special;
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    /** An entry of {@code added_tokens}. */
    Map<String, Object> toJson(int id) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("content", content);
        json.put("single_word", singleWord);
        json.put("lstrip", stripLeft);
        json.put("rstrip", stripRight);
        json.put(NORMALIZED, normalized);
        json.put(SPECIAL, special);
        return json;
    }
}
