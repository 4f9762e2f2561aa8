package dev.valence.internal.tokenize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The added tokens of a tokenizer by id; new ones get the ids that Hugging Face's library gives them. */
final class AddedTokenList {
    private final Map<String, Integer> vocabulary;
    private final SortedMap<Integer, AddedToken> tokens = new TreeMap<>();

    /** @param vocabulary of the model, ids by token */
    AddedTokenList(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Takes tokens over with their ids. */
    void putAll(SortedMap<Integer, AddedToken> others) {
        tokens.putAll(others);
    }

    /**
     * Adds what is not there yet, as Transformers does once a tokenizer is made.
     *
     * @param described tokens with descriptions of their own, which count more than those there
     * @param named special tokens that have a name, such as {@code cls_token}
     * @param extra other special tokens
     */
    void addMissing(Iterable<AddedToken> described, Iterable<AddedToken> named, Iterable<AddedToken> extra) {
        Set<String> names = new HashSet<>();
        named.forEach(token -> names.add(token.content()));
        List<AddedToken> missing = new ArrayList<>();
        for (AddedToken token : described) {
            if (!tokens.containsValue(token)) {
                missing.add(names.contains(token.content()) ? token.asSpecial() : token);
            }
        }
        Set<String> known = contents();
        missing.forEach(token -> known.add(token.content()));
        for (Iterable<AddedToken> group : List.of(named, extra)) {
            for (AddedToken token : group) {
                if (known.add(token.content())) {
                    missing.add(group == named ? token.asSpecial() : token);
                }
            }
        }
        missing.forEach(this::add);
    }

    private void add(AddedToken token) {
        if (!token.content().isEmpty()) {
            Integer known = id(token.content());
            tokens.put(known == null ? next() : known, token);
        }
    }

    private int next() {
        return tokens.isEmpty() ? vocabulary.size() : Math.max(tokens.lastKey() + 1, vocabulary.size());
    }

    /** Id of a token, added or of the model, or null. */
    @Nullable
    Integer id(String content) {
        for (Map.Entry<Integer, AddedToken> token : tokens.entrySet()) {
            if (token.getValue().content().equals(content)) {
                return token.getKey();
            }
        }
        return vocabulary.get(content);
    }

    private Set<String> contents() {
        return tokens.values().stream().map(AddedToken::content).collect(Collectors.toCollection(HashSet::new));
    }

    /** The same of a token that is there. */
    int requireId(String content) {
        return Objects.requireNonNull(id(content), content);
    }

    /** The tokens by id. */
    SortedMap<Integer, AddedToken> tokens() {
        return tokens;
    }

    /** As {@code added_tokens} has them. */
    List<Map<String, Object>> toJson() {
        return tokens.entrySet().stream()
                .map(token -> token.getValue().toJson(token.getKey()))
                .toList();
    }
}
