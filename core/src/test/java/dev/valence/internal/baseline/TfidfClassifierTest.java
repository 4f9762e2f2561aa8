package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TfidfClassifierTest {
    private static final LabelSet THREE = LabelSet.of("bad", "good", "plain");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} classes")
    @ValueSource(ints = {2, 3})
    void predictsToTheLastBitTheSameOnceLoaded(int classes) throws IOException {
        TfidfReference reference = TfidfReference.read();
        TfidfClassifier fitted = fit(reference, classes);
        fitted.save(folder.resolve("model"));
        try (TfidfClassifier loaded = TfidfClassifier.load(folder.resolve("model"))) {
            assertThat(loaded.labels()).isEqualTo(fitted.labels());
            List<Prediction> expected = fitted.predict(reference.unseen);
            List<Prediction> predicted = loaded.predict(reference.unseen);
            assertThat(predicted).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(predicted.get(i).toArray()).isEqualTo(expected.get(i).toArray());
            }
        }
    }

    @Test
    void savesFilesAnyoneCanRead() throws IOException {
        fit(TfidfReference.read(), 3).save(folder.resolve("model"));
        assertThat(folder.resolve("model/config.json")).hasContent("""
                        {
                          "model_type": "tfidf_logistic_regression",
                          "labels": [ "bad", "good", "plain" ]
                        }
                        """);
        assertThat(Files.readAllLines(folder.resolve("model/vocabulary.txt")))
                .isEqualTo(TfidfReference.read().vocabulary);
        String tensors = Files.readString(folder.resolve("model/model.safetensors"), StandardCharsets.ISO_8859_1);
        assertThat(tensors)
                .contains("\"idf\":{\"dtype\":\"F32\",\"shape\":[37],")
                .contains("\"coefficients\":{\"dtype\":\"F32\",\"shape\":[3,37],")
                .contains("\"intercepts\":{\"dtype\":\"F32\",\"shape\":[3],");
    }

    @Test
    void learnsTheVocabularyFromOtherTextsOnRequest() throws IOException {
        TfidfReference reference = TfidfReference.read();
        List<String> more = new ArrayList<>(reference.texts);
        more.addAll(List.of("zebra", "zebra zebra"));
        TfidfClassifier classifier = TfidfClassifier.fit(examples(reference, 3), more, THREE, TfidfOptions.DEFAULT);
        assertThat(classifier.vectorizer().vocabulary()).contains("zebra");
        assertThat(fit(reference, 3).vectorizer().vocabulary()).doesNotContain("zebra");
    }

    @Test
    void refusesAClassWithoutExamples() throws IOException {
        TfidfReference reference = TfidfReference.read();
        List<Example> examples = examples(reference, 2);
        assertThatThrownBy(() -> TfidfClassifier.fit(examples, reference.texts, THREE, TfidfOptions.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessage("logistic regression requires examples of each class, found none of 'plain'; add some or"
                        + " leave the class out");
        assertThatThrownBy(() -> TfidfClassifier.fit(
                        List.of(new Example("cold tea", 0)),
                        List.of("cold tea"),
                        LabelSet.of("bad"),
                        TfidfOptions.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("logistic regression requires at least two classes, found [bad]");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.argumentSet("another model type", "config.json", "tfidf_logistic_regression", "bert"),
                Arguments.argumentSet("a label twice", "config.json", "\"good\"", "\"bad\""),
                Arguments.argumentSet("a label less", "config.json", ", \"plain\"", ""),
                Arguments.argumentSet("a term less", "vocabulary.txt", "again\n", ""),
                Arguments.argumentSet("a term twice", "vocabulary.txt", "again\n", "about\n"),
                Arguments.argumentSet("no text", "vocabulary.txt", "again\n", "\u00e4\u00f6\n"),
                Arguments.argumentSet("another tensor", "model.safetensors", "\"idf\"", "\"IDF\""));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesADamagedModel(String name, String text, String replacement) throws IOException {
        fit(TfidfReference.read(), 3).save(folder.resolve("model"));
        Path file = folder.resolve("model").resolve(name);
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).contains(text);
        Files.writeString(file, content.replace(text, replacement), StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TfidfClassifier.load(folder.resolve("model")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required")
                .hasMessageContaining("found")
                .message()
                .startsWith(folder.toString())
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "vocabulary.txt", "model.safetensors"})
    void refusesAModelWithoutAFile(String name) throws IOException {
        fit(TfidfReference.read(), 2).save(folder.resolve("model"));
        Files.delete(folder.resolve("model").resolve(name));
        assertThatThrownBy(() -> TfidfClassifier.load(folder.resolve("model")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name);
    }

    static Stream<Arguments> optionsBelowOne() {
        return Stream.of(
                Arguments.argumentSet("features", 0, 1.0, 100),
                Arguments.argumentSet("C", 100, 0.0, 100),
                Arguments.argumentSet("C that is no number", 100, Double.NaN, 100),
                Arguments.argumentSet("iterations", 100, 1.0, 0));
    }

    @ParameterizedTest
    @MethodSource("optionsBelowOne")
    void refusesOptionsBelowOne(int features, double inverseRegularization, int iterations) {
        assertThatThrownBy(() -> new TfidfOptions(features, inverseRegularization, iterations))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must be above 0");
    }

    private static TfidfClassifier fit(TfidfReference reference, int classes) {
        LabelSet labels = classes == 2 ? LabelSet.of("bad", "good") : THREE;
        return TfidfClassifier.fit(examples(reference, classes), reference.texts, labels, new TfidfOptions(37, 1, 100));
    }

    private static List<Example> examples(TfidfReference reference, int classes) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < reference.texts.size(); i++) {
            int label = THREE.index(reference.labels.get(i));
            if (label < classes) {
                examples.add(new Example(reference.texts.get(i), label));
            }
        }
        return examples;
    }
}
