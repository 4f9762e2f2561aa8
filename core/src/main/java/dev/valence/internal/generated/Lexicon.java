package dev.valence.internal.generated;

import java.util.List;
import java.util.stream.Stream;

/** The words of the built-in corpus. Words with a polarity stand in pairs of lists that are used in the same places. */
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

    static final List<Aspect> ASPECTS = Stream.concat(
                    Stream.of(
                                    "acting",
                                    "plot",
                                    "story",
                                    "script",
                                    "dialogue",
                                    "pacing",
                                    "direction",
                                    "camerawork",
                                    "score",
                                    "soundtrack",
                                    "humour",
                                    "cast",
                                    "editing",
                                    "animation",
                                    "villain",
                                    "romance")
                            .map(word -> new Aspect(word, "is")),
                    Stream.of(
                                    "jokes",
                                    "characters",
                                    "songs",
                                    "visuals",
                                    "costumes",
                                    "performances",
                                    "special effects",
                                    "action scenes")
                            .map(word -> new Aspect(word, "are")))
            .toList();

    static final List<String> WHOLES =
            List.of("the film", "this film", "the movie", "this movie", "it", "the whole thing");

    static final List<Stages> STAGES = List.of(
            new Stages("start", "end"),
            new Stages("opening", "ending"),
            new Stages("beginning", "finale"),
            new Stages("first half", "second half"),
            new Stages("idea", "execution"),
            new Stages("trailer", "film"));

    /** Neutral ways into a sentence. */
    static final List<String> OPENERS = List.of(
            "on the whole",
            "in the end",
            "to be honest",
            "on a second viewing",
            "as sequels go",
            "for a first feature");

    /** Neutral ways out of a sentence that has not denied anything. */
    static final List<String> CLOSERS = List.of(
            "throughout", "from beginning to end", "in every scene", "most of the time", "even in the slower parts");

    /** They strengthen a mild or a clear adjective. */
    static final List<String> DEGREES = List.of("very", "really", "rather", "quite");

    /** They strengthen a strong adjective. */
    static final List<String> EXTREMES = List.of("truly", "simply", "absolutely", "utterly");

    /** They turn a mild or a clear adjective into its opposite; {@code %s} is the adjective. */
    static final List<String> DENIALS =
            List.of("not %s", "not %s at all", "never %s", "hardly %s", "far from %s", "by no means %s");

    /** They turn a noun into its opposite; {@code %s} is the noun with its article. */
    static final List<String> NOUN_DENIALS = List.of("not %s", "hardly %s", "far from %s", "by no means %s");

    /** First expectation, then what came of it, which counts. */
    static final List<String> CHANGES =
            List.of("what starts out %s ends up %s", "i expected something %s and got something %s");

    private Lexicon() {}

    /** Adjectives that take a degree and can be denied: mild ones (good, bad) and clear ones (charming, dull). */
    static List<String> adjectives(Polarity polarity) {
        return switch (polarity) {
            case POSITIVE ->
                List.of(
                        "good",
                        "fine",
                        "decent",
                        "clever",
                        "charming",
                        "lovely",
                        "engaging",
                        "fresh",
                        "memorable",
                        "enjoyable");
            case NEGATIVE ->
                List.of("bad", "weak", "poor", "dull", "boring", "clumsy", "tedious", "bland", "stale", "lifeless");
        };
    }

    /** Adjectives that are as strong as can be. */
    static List<String> strongAdjectives(Polarity polarity) {
        return switch (polarity) {
            case POSITIVE -> List.of("superb", "brilliant", "wonderful", "excellent", "stunning", "terrific");
            case NEGATIVE -> List.of("awful", "terrible", "dreadful", "horrible", "atrocious", "abysmal");
        };
    }

    /** What a film can turn out to be. */
    static List<String> nouns(Polarity polarity) {
        return switch (polarity) {
            case POSITIVE -> List.of("a triumph", "a delight", "a treat", "a joy", "a gem", "a success");
            case NEGATIVE -> List.of("a mess", "a chore", "a bore", "a failure", "a dud", "an ordeal");
        };
    }

    /** What a film can do. */
    static List<Verb> verbs(Polarity polarity) {
        return switch (polarity) {
            case POSITIVE ->
                List.of(
                        new Verb("entertain", "entertains"),
                        new Verb("charm", "charms"),
                        new Verb("delight", "delights"),
                        new Verb("impress", "impresses"));
            case NEGATIVE ->
                List.of(
                        new Verb("bore", "bores"),
                        new Verb("annoy", "annoys"),
                        new Verb("disappoint", "disappoints"),
                        new Verb("irritate", "irritates"));
        };
    }
}
