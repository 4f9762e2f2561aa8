package dev.valence.internal.generated;

import dev.valence.internal.Resource;
import dev.valence.internal.json.ConfigJson;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The words of the built-in corpus, read from {@code lexicon.json}. Words with a polarity stand in pairs of lists that are used
 * in the same places.
 */
final class Lexicon {
    /**
     * Something one can judge in a film.
     *
     * @param word with spaces where it has several words
     * @param copula is or are
     */
    record Aspect(String word, String copula) {}

    /**
     * What a film does to its audience.
     *
     * @param base as in "fails to impress"
     * @param third as in "it impresses"
     */
    record Verb(String base, String third) {}

    /**
     * The first and the last part of something, the last of which counts.
     *
     * @param first as in "lovely start"
     * @param last as in "dreadful end"
     */
    record Stages(String first, String last) {}

    private static final ConfigJson WORDS =
            ConfigJson.parse("lexicon.json", Resource.text(Lexicon.class, "lexicon.json"));

    static final List<Aspect> ASPECTS = Stream.concat(
                    WORDS.strings("singular_aspects").stream().map(word -> new Aspect(word, "is")),
                    WORDS.strings("plural_aspects").stream().map(word -> new Aspect(word, "are")))
            .toList();

    static final List<String> WHOLES = WORDS.strings("wholes");

    static final List<Stages> STAGES = pairs(WORDS, "stages", Stages::new);

    /** Neutral ways into a sentence. */
    static final List<String> OPENERS = WORDS.strings("openers");

    /** Neutral ways out of a sentence that has not denied anything. */
    static final List<String> CLOSERS = WORDS.strings("closers");

    /** They strengthen a mild or a clear adjective. */
    static final List<String> DEGREES = WORDS.strings("degrees");

    /** They strengthen a strong adjective. */
    static final List<String> EXTREMES = WORDS.strings("extremes");

    /** They turn a mild or a clear adjective into its opposite; {@code %s} is the adjective. */
    static final List<String> DENIALS = WORDS.strings("denials");

    /** They turn a noun into its opposite; {@code %s} is the noun with its article. */
    static final List<String> NOUN_DENIALS = WORDS.strings("noun_denials");

    /** An expectation and its outcome; the label is that of the outcome. */
    static final List<String> CHANGES = WORDS.strings("changes");

    private static final Lexicon POSITIVE = new Lexicon(WORDS.object("positive"));
    private static final Lexicon NEGATIVE = new Lexicon(WORDS.object("negative"));

    private final List<String> adjectives;
    private final List<String> strongAdjectives;
    private final List<String> nouns;
    private final List<Verb> verbs;

    private Lexicon(ConfigJson words) {
        this.adjectives = words.strings("adjectives");
        this.strongAdjectives = words.strings("strong_adjectives");
        this.nouns = words.strings("nouns");
        this.verbs = pairs(words, "verbs", Verb::new);
    }

    private static <T> List<T> pairs(ConfigJson words, String key, BiFunction<String, String, T> pair) {
        return words.strings(key).stream()
                .map(both -> both.split("/", 2))
                .map(both -> pair.apply(both[0], both[1]))
                .toList();
    }

    private static Lexicon of(Polarity polarity) {
        return polarity == Polarity.POSITIVE ? POSITIVE : NEGATIVE;
    }

    /** Adjectives that take a degree and can be denied: mild ones (good, bad) and clear ones (charming, dull). */
    static List<String> adjectives(Polarity polarity) {
        return of(polarity).adjectives;
    }

    /** Adjectives that are as strong as can be. */
    static List<String> strongAdjectives(Polarity polarity) {
        return of(polarity).strongAdjectives;
    }

    /** What a film can turn out to be. */
    static List<String> nouns(Polarity polarity) {
        return of(polarity).nouns;
    }

    /** What a film can do. */
    static List<Verb> verbs(Polarity polarity) {
        return of(polarity).verbs;
    }
}
