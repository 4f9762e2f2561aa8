package dev.valence.internal.tokenize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The vocabulary before the first merge: special tokens, the characters of the corpus by code point, then the same
 * characters as they continue a word, by descending code point.
 *
 * <p>The original numbers continuing characters as it meets them in a hash table seeded anew in each run, which settles
 * ties now this way, now that. Common characters tend to be met first there; the descending order has letters before
 * digits and punctuation too, and so comes to the same choices more often than the ascending one.
 */
final class BytePairAlphabet {
    private final Set<Integer> kept;
    private final List<String> tokens = new ArrayList<>();

    BytePairAlphabet(Map<String, Long> words, BytePairOptions options) {
        this.kept = mostFrequent(characterCounts(words), options.alphabetLimit());
        List<String> characters = new ArrayList<>();
        kept.stream().sorted().map(Character::toString).forEach(characters::add);
        continuingCharacters(words).stream()
                .sorted(Comparator.reverseOrder())
                .map(character -> BytePairTrainer.CONTINUATION + Character.toString(character))
                .forEach(characters::add);
        characters.sort(givenOrderFirst(options.characterOrder()));
        Set<String> distinct = new LinkedHashSet<>(BytePairTrainer.SPECIAL_TOKENS);
        distinct.addAll(characters);
        tokens.addAll(distinct);
    }

    /** Tokens in the order of their ids. */
    List<String> tokens() {
        return tokens;
    }

    /** A word as tokens; characters that are not kept are left out. */
    List<String> split(String word) {
        List<String> split = new ArrayList<>(word.length());
        int next;
        for (int i = 0; i < word.length(); i = next) {
            int character = word.codePointAt(i);
            next = i + Character.charCount(character);
            if (kept.contains(character)) {
                split.add((i == 0 ? "" : BytePairTrainer.CONTINUATION) + Character.toString(character));
            }
        }
        return split;
    }

    private static Map<Integer, Long> characterCounts(Map<String, Long> words) {
        Map<Integer, Long> counts = new HashMap<>();
        words.forEach(
                (word, count) -> word.codePoints().forEach(character -> counts.merge(character, count, Long::sum)));
        return counts;
    }

    /** Of equally frequent characters the lower code points stay; in the original that is left to chance. */
    private static Set<Integer> mostFrequent(Map<Integer, Long> counts, int limit) {
        Comparator<Map.Entry<Integer, Long>> order = Map.Entry.comparingByValue(Comparator.reverseOrder());
        Set<Integer> kept = new LinkedHashSet<>();
        counts.entrySet().stream()
                .sorted(order.thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .forEach(entry -> kept.add(entry.getKey()));
        return kept;
    }

    private Set<Integer> continuingCharacters(Map<String, Long> words) {
        Set<Integer> continuing = new LinkedHashSet<>();
        for (String word : words.keySet()) {
            word.codePoints().skip(1).filter(kept::contains).forEach(continuing::add);
        }
        return continuing;
    }

    private static Comparator<String> givenOrderFirst(List<String> order) {
        Map<String, Integer> places = new LinkedHashMap<>();
        order.forEach(token -> places.putIfAbsent(token, places.size()));
        return Comparator.comparingInt(token -> places.getOrDefault(token, Integer.MAX_VALUE));
    }
}
