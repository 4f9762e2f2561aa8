package dev.valence.internal.tokenize;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tokens that stand for themselves wherever a text spells them, before it is normalized, as {@code [MASK]} does. */
final class AddedTokens {
    /** No added token. */
    static final int NONE = -1;

    private final char[][] contents; // the longest first
    private final int[] ids;

    /** @param tokens ids by content */
    AddedTokens(Map<String, Integer> tokens) {
        List<String> longestFirst = tokens.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
        contents = longestFirst.stream().map(String::toCharArray).toArray(char[][]::new);
        ids = longestFirst.stream().mapToInt(tokens::get).toArray();
    }

    /** Index of the longest token that stands at a place of a text, or {@link #NONE}. */
    int find(char[] text, int length, int at) {
        for (int i = 0; i < contents.length; i++) {
            if (standsAt(contents[i], text, length, at)) {
                return i;
            }
        }
        return NONE;
    }

    int id(int token) {
        return ids[token];
    }

    /** Number of {@code char}s of a token. */
    int length(int token) {
        return contents[token].length;
    }

    /** The code points that tokens begin with. */
    Set<Integer> firstCharacters() {
        return List.of(contents).stream()
                .map(content -> Character.codePointAt(content, 0))
                .collect(Collectors.toSet());
    }

    private static boolean standsAt(char[] content, char[] text, int length, int at) {
        if (content.length > length - at) {
            return false;
        }
        for (int i = 0; i < content.length; i++) {
            if (content[i] != text[at + i]) {
                return false;
            }
        }
        return true;
    }
}
