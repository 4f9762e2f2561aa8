package dev.valence.internal.generated;

import dev.valence.internal.generated.Lexicon.Aspect;
import dev.valence.internal.generated.Lexicon.Verb;
import java.util.List;
import java.util.Random;

/**
 * Clauses of the built-in corpus: one judgement of one thing, said straight or by denying the opposite. For one thread.
 *
 * <p>{@code strength} is always the probability that an adjective is a strong one.
 */
final class ClauseGrammar {
    private static final double DENIED = 0.18;
    private static final double INTENSIFIED = 0.4;

    private final Random random;
    private Aspect lastAspect = Lexicon.ASPECTS.get(0);

    ClauseGrammar(Random random) {
        this.random = random;
    }

    /** A judgement of a part: "the plot is far from dull". */
    String ofPart(Polarity polarity, double strength) {
        Aspect aspect = nextAspect();
        return "the " + aspect.word() + " " + aspect.copula() + " " + judgement(polarity, strength);
    }

    /** A judgement of the film: "this movie is not a mess", "it never fails to impress". */
    String ofWhole(Polarity polarity, double strength) {
        String whole = pick(Lexicon.WHOLES);
        return switch (random.nextInt(3)) {
            case 0 -> whole + " is " + judgement(polarity, strength);
            case 1 -> whole + " is " + noun(polarity);
            default -> whole + " " + deed(polarity);
        };
    }

    /** An adjective, perhaps intensified: "good", "rather dull", "absolutely superb". */
    String adjective(Polarity polarity, double strength) {
        boolean strong = chance(strength);
        String adjective = pick(strong ? Lexicon.strongAdjectives(polarity) : Lexicon.adjectives(polarity));
        return chance(INTENSIFIED) ? pick(strong ? Lexicon.EXTREMES : Lexicon.DEGREES) + " " + adjective : adjective;
    }

    /** A part with its adjective: "rather clumsy editing". */
    String judgedPart(Polarity polarity, double strength) {
        return adjective(polarity, strength) + " " + nextAspect().word();
    }

    /** What stands behind "is": "truly superb", "not bad at all". */
    private String judgement(Polarity polarity, double strength) {
        return chance(DENIED)
                ? pick(Lexicon.DENIALS).formatted(pick(Lexicon.adjectives(polarity.opposite())))
                : adjective(polarity, strength);
    }

    private String noun(Polarity polarity) {
        return chance(DENIED)
                ? pick(Lexicon.NOUN_DENIALS).formatted(pick(Lexicon.nouns(polarity.opposite())))
                : pick(Lexicon.nouns(polarity));
    }

    /** "impresses", "never fails to impress", "never bores". */
    private String deed(Polarity polarity) {
        if (chance(DENIED)) {
            Verb denied = pick(Lexicon.verbs(polarity.opposite()));
            return chance(0.5) ? "never " + denied.third() : "does not " + denied.base();
        }
        Verb verb = pick(Lexicon.verbs(polarity));
        return chance(0.25) ? "never fails to " + verb.base() : verb.third();
    }

    /** An aspect other than the last one, so that no sentence names one twice. */
    private Aspect nextAspect() {
        Aspect aspect = pick(Lexicon.ASPECTS);
        while (aspect.equals(lastAspect)) {
            aspect = pick(Lexicon.ASPECTS);
        }
        lastAspect = aspect;
        return aspect;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
