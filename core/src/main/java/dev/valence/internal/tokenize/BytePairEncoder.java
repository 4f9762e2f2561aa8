package dev.valence.internal.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-pair encoding of a word (Sennrich et al. 2016): single characters, then again and again the pair of neighbours whose
 * merge was learned first, the leftmost of several. A character that is no token is the unknown token.
 */
final class BytePairEncoder implements WordEncoder {
    private static final int NONE = -1;

    private final TokenTrie tokens;
    private final int continuation;
    private final int unknown;
    private final LongIntMap ranks = new LongIntMap(); // by pair
    private final int[] merged; // id, by rank

    /**
     * @param continuationPrefix begins the tokens that continue a word
     * @param unknown id of the unknown token
     * @param merges which two tokens to join, the first to be tried first; they and what comes of them are in the
     *     vocabulary
     */
    BytePairEncoder(
            Map<String, Integer> vocabulary, String continuationPrefix, int unknown, List<BytePairModel.Merge> merges) {
        this.tokens = new TokenTrie(vocabulary);
        this.continuation = tokens.walk(TokenTrie.ROOT, continuationPrefix);
        this.unknown = unknown;
        this.merged = new int[merges.size()];
        for (int rank = 0; rank < merged.length; rank++) {
            BytePairModel.Merge merge = merges.get(rank);
            String joined = merge.left() + merge.right().substring(continuationPrefix.length());
            merged[rank] = tokens.id(joined);
            ranks.put(pair(tokens.id(merge.left()), tokens.id(merge.right())), rank);
        }
    }

    @Override
    public void encode(char[] word, int length, Pieces pieces) {
        new Symbols(word, length).merge().addTo(pieces);
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** A word as a chain of tokens. */
    private final class Symbols {
        private final int[] ids;
        private final int[] ends;
        private final int[] previous;
        private final int[] next;
        private final PriorityQueue<Long> candidates = new PriorityQueue<>(); // rank in the high half, index in the low
        private int count;

        Symbols(char[] word, int length) {
            ids = new int[length];
            ends = new int[length];
            int end;
            for (int start = 0; start < length; start = end) {
                end = start + Character.charCount(Character.codePointAt(word, start, length));
                int node = start == 0 ? TokenTrie.ROOT : continuation;
                for (int i = start; i < end && node != TokenTrie.NONE; i++) {
                    node = tokens.child(node, word[i]);
                }
                int id = tokens.id(node);
                ids[count] = id == TokenTrie.NONE ? unknown : id;
                ends[count++] = end;
            }
            previous = new int[count];
            next = new int[count];
            Arrays.setAll(previous, i -> i - 1);
            Arrays.setAll(next, i -> i + 1 < count ? i + 1 : NONE);
        }

        Symbols merge() {
            for (int i = 0; i + 1 < count; i++) {
                offer(i);
            }
            while (!candidates.isEmpty()) {
                long candidate = candidates.remove();
                int left = (int) candidate;
                int right = ids[left] == NONE ? NONE : next[left];
                // Out of date if another merge changed the pair, unless what it is now comes to the same token.
                if (right != NONE && comesTo(left, right) == merged[(int) (candidate >>> Integer.SIZE)]) {
                    join(left, right);
                }
            }
            return this;
        }

        private int comesTo(int left, int right) {
            int rank = ranks.get(pair(ids[left], ids[right]));
            return rank == LongIntMap.ABSENT ? NONE : merged[rank];
        }

        private void join(int left, int right) {
            ids[left] = comesTo(left, right);
            ends[left] = ends[right];
            ids[right] = NONE;
            next[left] = next[right];
            if (next[left] != NONE) {
                previous[next[left]] = left;
                offer(left);
            }
            if (previous[left] != NONE) {
                offer(previous[left]);
            }
        }

        private void offer(int left) {
            int rank = ranks.get(pair(ids[left], ids[next[left]]));
            if (rank != LongIntMap.ABSENT) {
                candidates.add((long) rank << Integer.SIZE | left);
            }
        }

        void addTo(Pieces pieces) {
            for (int i = 0; i != NONE; i = next[i]) {
                pieces.add(ids[i], ends[i]);
            }
        }
    }
}
