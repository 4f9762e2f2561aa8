package dev.valence.internal.tokenize;

import java.util.Arrays;
import java.util.Map;

/** The tokens of a vocabulary, to be walked character by character ({@code char}s, as in a string). Immutable once made. */
final class TokenTrie {
    /** No such node, or no token that ends here. */
    static final int NONE = LongIntMap.ABSENT;

    /** Where every token begins. */
    static final int ROOT = 0;

    private final LongIntMap children = new LongIntMap();
    private int[] ids = {NONE}; // by node
    private int nodes = 1;

    /** @param vocabulary ids, of at least 0, by token */
    TokenTrie(Map<String, Integer> vocabulary) {
        vocabulary.forEach(this::add);
    }

    /** The node one character on, or {@link #NONE}; nothing is below {@link #NONE}. */
    int child(int node, char character) {
        return children.get(edge(node, character));
    }

    /** The node some characters on, or {@link #NONE}. */
    int walk(int node, CharSequence characters) {
        int reached = node;
        for (int i = 0; i < characters.length() && reached != NONE; i++) {
            reached = child(reached, characters.charAt(i));
        }
        return reached;
    }

    /** Id of the token that ends at a node, or {@link #NONE}. */
    int id(int node) {
        return node == NONE ? NONE : ids[node];
    }

    /** Id of a token, or {@link #NONE}. */
    int id(String token) {
        return id(walk(ROOT, token));
    }

    private void add(String token, int id) {
        int node = ROOT;
        for (int i = 0; i < token.length(); i++) {
            int child = child(node, token.charAt(i));
            if (child == NONE) {
                child = nodes++;
                children.put(edge(node, token.charAt(i)), child);
            }
            node = child;
        }
        if (nodes > ids.length) {
            int known = ids.length;
            ids = Arrays.copyOf(ids, 2 * nodes);
            Arrays.fill(ids, known, ids.length, NONE);
        }
        ids[node] = id;
    }

    private static long edge(int node, char character) {
        return (long) node << Character.SIZE | character;
    }
}
