package dev.valence.internal.generated;

import dev.valence.Example;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.internal.NormalizedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Sentences about films, made by a grammar, so that everything can be tried without any file. A judgement often depends
 * on the order of the words, which a bag of words does not see:
 *
 * <pre>
 * sentence    = statement | exclamation | agreement | stages | change | contrast | concession
 * statement   = clause                           the plot is not bad at all                     positive
 * exclamation = adjective aspect closer          rather clumsy editing throughout               negative
 * agreement   = part and clause                  the script is clever , and it never bores      positive
 * stages      = adjective first , adjective last lovely start , dreadful end                    negative: the last wins
 * change      = starts adjective, ends adjective what starts out dull ends up truly superb      positive: the last wins
 * contrast    = part but clause                  the songs are fresh , but it is a mess         negative: the last wins
 * concession  = despite … , clause               despite the poor script , the cast is superb   positive: the main wins
 *             | clause despite …                 it annoys , although the score is charming     negative: the main wins
 * clause      = part | whole
 * part        = the aspect is judgement
 * whole       = the film is judgement | the film is a noun | the film verb
 * judgement   = adjective | denial of an opposite adjective: not, not … at all, never, hardly, far from, by no means
 * adjective   = good, charming, superb and the like, perhaps with very, rather, truly, utterly …
 * </pre>
 *
 * Nouns and verbs are denied too ("hardly a gem", "never bores"), and "never fails to impress" denies nothing. Neutral
 * words may open a sentence ("on the whole ,"). Both classes are made alike with the words of the two polarities
 * exchanged, and what is conceded is said in milder words than what decides. docs/corpus.md has the whole grammar and
 * all words.
 */
public final class BuiltInCorpus {
    /** The classes: negative, positive. */
    public static final LabelSet LABELS = LabelSet.of(Polarity.NEGATIVE.label(), Polarity.POSITIVE.label());

    /** Examples of train unless asked otherwise. */
    public static final int TRAIN_SIZE = 4_000;

    /** Examples of dev unless asked otherwise. */
    static final int DEV_SIZE = 400;

    /** Examples of test unless asked otherwise. */
    static final int TEST_SIZE = 400;

    private static final int PATIENCE = 10_000; // known sentences in a row before the grammar counts as exhausted

    private final long seed;
    private final SentenceGrammar grammar;
    private final Set<String> known = new HashSet<>(); // normalized

    private BuiltInCorpus(long seed) {
        this.seed = seed;
        this.grammar = new SentenceGrammar(new Random(seed));
    }

    /** Makes a dataset of the usual sizes; see {@link #generate(long, int, int, int)}. */
    public static Dataset generate(long seed) {
        return generate(seed, TRAIN_SIZE, DEV_SIZE, TEST_SIZE);
    }

    /**
     * Makes a dataset. No sentence stands in it twice, not even with other punctuation; negative and positive take
     * turns.
     *
     * @param seed equal seeds and sizes give equal datasets
     * @param trainSize examples of train, at least 1
     * @param devSize examples of dev, at least 1
     * @param testSize examples of test, at least 1
     * @throws IllegalArgumentException if a size is smaller, or they are more than the grammar has sentences
     */
    public static Dataset generate(long seed, int trainSize, int devSize, int testSize) {
        BuiltInCorpus corpus = new BuiltInCorpus(seed);
        return new Dataset(
                "builtin",
                LABELS,
                corpus.split(Split.TRAIN, trainSize),
                Optional.of(corpus.split(Split.DEV, devSize)),
                Optional.of(corpus.split(Split.TEST, testSize)));
    }

    private Split split(String name, int size) {
        if (size < 1) {
            throw new IllegalArgumentException(name + " must have at least one example, found " + size);
        }
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Polarity polarity = i % 2 == 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
            examples.add(new Example(newSentence(polarity), LABELS.index(polarity.label())));
        }
        return new Split(name, "built-in corpus, seed " + seed, examples, List.of());
    }

    private String newSentence(Polarity polarity) {
        for (int i = 0; i < PATIENCE; i++) {
            String sentence = grammar.sentence(polarity);
            if (known.add(NormalizedText.of(sentence))) {
                return sentence;
            }
        }
        throw new IllegalArgumentException("the grammar has too few sentences, found no new one after " + known.size());
    }
}
