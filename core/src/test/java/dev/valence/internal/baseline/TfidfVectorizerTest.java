package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.valence.InputException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TfidfVectorizerTest {
    @Test
    void weighsTermsByHand() {
        TfidfVectorizer vectorizer = TfidfVectorizer.fit(List.of("cold tea", "cold, COLD river"), 100);
        assertThat(vectorizer.vocabulary()).containsExactly("cold", "river", "tea");
        double rare = Math.log(3.0 / 2) + 1; // in one of two texts
        assertThat(vectorizer.inverseDocumentFrequencies()).containsExactly(1, rare, rare);
        double length = Math.sqrt(2 * 2 + rare * rare);
        assertThat(TfidfReference.dense(vectorizer.transform(List.of("river: cold cold!", "unknown words"))))
                .isDeepEqualTo(new double[][] {{2 / length, rare / length, 0}, {0, 0, 0}});
    }

    @Test
    void weighsTermsLikeScikitLearn() throws IOException {
        TfidfReference reference = TfidfReference.read();
        TfidfVectorizer vectorizer = TfidfVectorizer.fit(reference.texts, 37);
        assertThat(vectorizer.vocabulary()).isEqualTo(reference.vocabulary);
        assertThat(vectorizer.inverseDocumentFrequencies()).containsExactly(reference.idf, within(1e-14));
        assertClose(vectorizer.transform(reference.texts), reference.rows);
        assertClose(vectorizer.transform(reference.unseen), reference.unseenRows);
    }

    @Test
    void ordersTermsAlphabetically() {
        List<String> texts = List.of("zz \u00e91 \u00c9a z_ z zza");
        assertThat(TfidfVectorizer.fit(texts, 100).vocabulary())
                .containsExactly("z_", "zz", "zza", "\u00e91", "\u00e9a");
    }

    @Test
    void keepsTheMostFrequentTermsAndTheAlphabeticallyFirstOfEqualOnes() {
        List<String> texts = List.of("tea tea river cold cold", "river river bread again");
        assertThat(TfidfVectorizer.fit(texts, 2).vocabulary()).containsExactly("cold", "river");
        assertThat(TfidfVectorizer.fit(texts, 4).vocabulary()).containsExactly("again", "cold", "river", "tea");
    }

    @Test
    void refusesTextsWithoutTerms() {
        assertThatThrownBy(() -> TfidfVectorizer.fit(List.of("a !", ""), 10))
                .isInstanceOf(InputException.class)
                .hasMessage("TF-IDF requires words of two letters or digits and more, found none in 2 texts; check the"
                        + " training data");
    }

    @Test
    void refusesPartsThatDoNotFit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TfidfVectorizer(List.of("tea"), new double[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TfidfVectorizer(List.of("tea", "tea"), new double[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> TfidfVectorizer.fit(List.of("tea"), 0));
    }

    private static void assertClose(SparseRows actual, double[][] expected) {
        double[][] dense = TfidfReference.dense(actual);
        assertThat(dense).hasDimensions(expected.length, expected[0].length);
        for (int row = 0; row < expected.length; row++) {
            assertThat(dense[row]).as("row " + row).containsExactly(expected[row], within(1e-14));
        }
    }
}
