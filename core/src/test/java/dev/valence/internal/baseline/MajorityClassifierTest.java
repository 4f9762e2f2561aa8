package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MajorityClassifierTest {
    private static final LabelSet LABELS = LabelSet.of("bad", "good", "plain");

    @Test
    void predictsTheMostFrequentClass() {
        MajorityClassifier classifier = MajorityClassifier.fit(examples(1, 2, 1, 2, 1, 0, 1, 2), LABELS);
        List<Prediction> predictions = classifier.predict(List.of("anything", ""));
        assertThat(predictions).hasSize(2);
        assertThat(predictions.get(1).index()).isEqualTo(1);
        assertThat(predictions.get(1).toArray()).containsExactly(0.125f, 0.5f, 0.375f);
        assertThat(classifier.labels()).isEqualTo(LABELS);
    }

    @Test
    void predictsTheFirstOfEquallyFrequentClasses() {
        MajorityClassifier classifier = MajorityClassifier.fit(examples(2, 1, 1, 2, 0), LABELS);
        assertThat(classifier.predict("anything").index()).isEqualTo(1);
    }

    @Test
    void refusesExamplesItCannotCount() {
        assertThatThrownBy(() -> MajorityClassifier.fit(List.of(), LABELS))
                .isInstanceOf(InputException.class)
                .hasMessage("training requires labelled examples, found none; check the training data");
        assertThatThrownBy(() -> MajorityClassifier.fit(examples(0, Example.UNLABELLED), LABELS))
                .isInstanceOf(InputException.class)
                .hasMessage("training requires labelled examples, found none for example 2 of 2; label or remove it");
        assertThatIllegalArgumentException().isThrownBy(() -> MajorityClassifier.fit(examples(0, 3), LABELS));
    }

    private static List<Example> examples(int... labels) {
        return IntStream.of(labels)
                .mapToObj(label -> new Example("text", label))
                .toList();
    }
}
