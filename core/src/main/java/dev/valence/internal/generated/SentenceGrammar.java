package dev.valence.internal.generated;

import dev.valence.internal.generated.Lexicon.Stages;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Sentences of the built-in corpus; {@link BuiltInCorpus} describes the grammar. For one thread. */
final class SentenceGrammar {
    private enum Kind {
        STATEMENT,
        EXCLAMATION,
        AGREEMENT,
        STAGES,
        CHANGE,
        CONTRAST,
        CONCESSION
    }

    /** Each kind as often as it stands here. */
    private static final List<Kind> KINDS = Stream.of(
                    Collections.nCopies(7, Kind.STATEMENT),
                    Collections.nCopies(2, Kind.EXCLAMATION),
                    Collections.nCopies(4, Kind.AGREEMENT),
                    Collections.nCopies(2, Kind.STAGES),
                    Collections.nCopies(1, Kind.CHANGE),
                    Collections.nCopies(2, Kind.CONTRAST),
                    Collections.nCopies(2, Kind.CONCESSION))
            .flatMap(List::stream)
            .toList();

    /** What decides is said in stronger words than what is conceded. */
    private static final double DECIDING = 0.5;

    private static final double CONCEDED = 0.1;

    private final ClauseGrammar clauses;

    SentenceGrammar(Random random) {
        this.clauses = new ClauseGrammar(random);
    }

    /** A sentence of that polarity. */
    String sentence(Polarity polarity) {
        String sentence =
                switch (clauses.pick(KINDS)) {
                    case STATEMENT -> opened(clause(polarity));
                    case EXCLAMATION -> exclamation(polarity);
                    case AGREEMENT -> opened(agreement(polarity));
                    case STAGES -> stages(polarity);
                    case CHANGE -> change(polarity);
                    case CONTRAST -> opened(contrast(polarity));
                    case CONCESSION -> opened(concession(polarity));
                };
        return clauses.chance(0.8) ? sentence + " ." : sentence;
    }

    private String opened(String sentence) {
        return clauses.chance(0.25) ? clauses.pick(Lexicon.OPENERS) + " , " + sentence : sentence;
    }

    private String clause(Polarity polarity) {
        return clauses.chance(0.5) ? clauses.ofPart(polarity, DECIDING) : clauses.ofWhole(polarity, DECIDING);
    }

    /** "rather clumsy editing throughout". */
    private String exclamation(Polarity polarity) {
        return clauses.judgedPart(polarity, DECIDING) + " " + clauses.pick(Lexicon.CLOSERS);
    }

    /** "the script is clever , and the jokes are never stale": both clauses say the same. */
    private String agreement(Polarity polarity) {
        return clauses.ofPart(polarity, DECIDING)
                + clauses.pick(List.of(" , and ", " and ", " , while "))
                + clause(polarity);
    }

    /** "lovely start , dreadful end": the last part wins. */
    private String stages(Polarity polarity) {
        Stages stages = clauses.pick(Lexicon.STAGES);
        String first = clauses.adjective(polarity.opposite(), CONCEDED) + " " + stages.first();
        return first + " , " + clauses.adjective(polarity, DECIDING) + " " + stages.last();
    }

    /** "what starts out fresh ends up truly dull": the last adjective wins. */
    private String change(Polarity polarity) {
        return clauses.pick(Lexicon.CHANGES)
                .formatted(clauses.adjective(polarity.opposite(), CONCEDED), clauses.adjective(polarity, DECIDING));
    }

    /** "the songs are never dull , but the plot is a mess": the last clause wins. */
    private String contrast(Polarity polarity) {
        return clauses.ofPart(polarity.opposite(), CONCEDED)
                + clauses.pick(List.of(" , but ", " , yet "))
                + clause(polarity);
    }

    /** "despite the clumsy editing , it charms": the main clause wins wherever it stands. */
    private String concession(Polarity polarity) {
        boolean full = clauses.chance(0.5);
        String conceded = full
                ? "although " + clauses.ofPart(polarity.opposite(), CONCEDED)
                : "despite the " + clauses.judgedPart(polarity.opposite(), CONCEDED);
        String main = clause(polarity);
        return clauses.chance(0.5) ? conceded + " , " + main : main + (full ? " , " : " ") + conceded;
    }
}
