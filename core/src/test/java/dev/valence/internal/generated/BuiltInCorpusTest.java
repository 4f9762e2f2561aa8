package dev.valence.internal.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.DatasetAudit;
import dev.valence.data.Overlap;
import dev.valence.data.Split;
import dev.valence.data.SplitAudit;
import dev.valence.internal.NormalizedText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInCorpusTest {
    private static final Dataset LARGE = BuiltInCorpus.generate(4711, 20_011, 401, 403);

    @Test
    void seedDecides() {
        assertThat(BuiltInCorpus.generate(7, 101, 11, 13)).isEqualTo(BuiltInCorpus.generate(7, 101, 11, 13));
        assertThat(BuiltInCorpus.generate(7, 101, 11, 13).train().texts())
                .isNotEqualTo(BuiltInCorpus.generate(8, 101, 11, 13).train().texts());
    }

    @Test
    void usualSizesAreThoseOfTheQuickstart() {
        Dataset data = BuiltInCorpus.generate(1);
        assertThat(data.splits()).extracting(Split::name).containsExactly("train", "dev", "test");
        assertThat(data.splits()).extracting(Split::size).containsExactly(4_000, 400, 400);
        assertThat(data.labels()).isEqualTo(LabelSet.of("negative", "positive"));
        assertThat(data.train().source()).isEqualTo("built-in corpus, seed 1");
    }

    @Test
    void classesAreBalancedAndNoSentenceStandsTwice() {
        DatasetAudit audit = DatasetAudit.of(LARGE);
        assertThat(audit.splits())
                .extracting(SplitAudit::labelCounts)
                .containsExactly(List.of(10_006, 10_005), List.of(201, 200), List.of(202, 201));
        assertThat(audit.splits()).extracting(SplitAudit::duplicateRows).containsOnly(0);
        assertThat(audit.overlaps()).extracting(Overlap::matches).containsOnly(List.of());
        Set<String> normalized = new HashSet<>();
        LARGE.splits().forEach(split -> split.texts().forEach(text -> normalized.add(NormalizedText.of(text))));
        assertThat(normalized).hasSize(20_011 + 401 + 403);
    }

    /** Duplicates are dropped from the corpus, so that this must be asked of the grammar itself. */
    @Test
    void theGrammarGivesNoSentenceBothLabels() {
        SentenceGrammar grammar = new SentenceGrammar(new Random(17));
        Map<String, Polarity> polarityOf = new HashMap<>();
        for (int i = 0; i < 60_000; i++) {
            for (Polarity polarity : Polarity.values()) {
                String sentence = grammar.sentence(polarity);
                Polarity earlier = polarityOf.putIfAbsent(NormalizedText.of(sentence), polarity);
                assertThat(earlier).as("%s, seed 17", sentence).isIn(null, polarity);
            }
        }
        assertThat(polarityOf.size()).isGreaterThan(50_000);
    }

    /** Patterns of sentences with the label a reader of English gives them. */
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "'^(?!although|despite)[^,]* (is|are) superb( \\.)?$', positive",
        "'^(the|this|it) [^,]* (is|are) not bad at all( \\.)?$', positive",
        "'^(the|this|it) [^,]* (is|are) never dull( \\.)?$', positive",
        "'^(the|this|it) [^,]* (is|are) hardly good( \\.)?$', negative",
        "'^(the|this|it) [^,]* (is|are) far from charming( \\.)?$', negative",
        "'^[^,]*dreadful editing throughout', negative",
        "'^[^,]*(lovely|charming|good) start , [^,]*(dreadful|awful|dull) end( \\.)?$', negative",
        "'^[^,]*(bad|weak|dull) start , [^,]*(superb|lovely|stunning) end( \\.)?$', positive",
        "'^what starts out (\\w+ )?fresh ends up', negative",
        "'got something (truly )?wonderful', positive",
        "', (but|yet) [^,]* is a gem( \\.)?$', positive",
        "', (but|yet) [^,]* is a mess( \\.)?$', negative",
        "', and [^,]* never bores( \\.)?$', positive",
        "', and [^,]* does not impress( \\.)?$', negative",
        "'^despite the [^,]* , [^,]* is a chore( \\.)?$', negative",
        "'^although the [^,]* , [^,]* is (not|hardly|by no means|far from) a (bore|mess|dud)( \\.)?$', positive",
        "'^[^,]* is hardly a treat despite the', negative",
        "'^[^,]* is a delight , although', positive",
        "'^[^,]* never fails to (annoy|bore) , although', negative",
        "'never fails to (impress|charm) despite', positive"
    })
    void sentencesMeanWhatTheirLabelSays(String pattern, String label) {
        Pattern sentence = Pattern.compile(pattern);
        List<Example> found = LARGE.train().examples().stream()
                .filter(example -> sentence.matcher(example.text()).find())
                .toList();
        assertThat(found).as("seed 4711").isNotEmpty();
        assertThat(found).allSatisfy(example -> assertThat(LARGE.labels().name(example.label()))
                .as(example.text())
                .isEqualTo(label));
    }

    @Test
    void articlesAgreeWithTheNextWord() {
        assertThat(LARGE.train().texts()).noneMatch(text -> text.matches(".*\\b(a [aeio]|an [^aeio]).*"));
    }

    @ParameterizedTest(name = "train {0}")
    @ValueSource(ints = {0, -1})
    void sizesBelowOneAreRefused(int size) {
        assertThatThrownBy(() -> BuiltInCorpus.generate(1, size, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("train must have at least one example, found " + size);
    }
}
