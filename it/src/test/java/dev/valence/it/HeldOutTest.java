package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluating on data that the model was not made with: other files, other words for the classes, classes that are missing. */
class HeldOutTest {
    @TempDir
    private static Path folder;

    private static Program program;
    private static Result trained;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        program = Program.in(folder);
        write("fruit/train.csv", """
                text,label
                a apple,A
                an apple,A
                the bread,B
                no bread,B
                big cheese,C
                old cheese,C
                """);
        write("fruit/dev.csv", "text,label\nmy apple,A\nany bread,B\n");
        write("fruit/test.csv", "text,label\nsome cheese,-1\n");
        trained = program.run("baseline", "--data", "fruit", "--out", "model").succeeded();
    }

    private static void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Result evaluate(String data, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--model", "model", "--data", data));
        arguments.addAll(List.of(more));
        return program.run(arguments);
    }

    @Test
    void aClassThatDevMissesIsToldAndInNoAverage() {
        assertThat(trained.messages()).contains("dev has no example of 1 of the 3 classes: C");
        assertThat(trained.output())
                .containsPattern("macro avg +1\\.00 +1\\.00 +1\\.00 +2\n")
                .contains("in none of the averages: C");
    }

    @Test
    void aFileIsEvaluatedByItsName() throws IOException, InterruptedException {
        write("held.csv", "Text,Label\nsome apple,A\nsome bread,B\nsome cheese,C\n,\n");
        Result result = evaluate("held.csv", "--json", "figures.json").succeeded();
        assertThat(result.output()).contains("model on held.csv (3 examples)", "accuracy 1.0000");
        assertThat(ConfigJson.read(folder.resolve("figures.json")).string("split"))
                .isEqualTo("held.csv");
    }

    @Test
    void aSplitNeedsNoTrainBesideIt() throws IOException, InterruptedException {
        write("alone/test.csv", "text,label\nsome apple,A\n");
        assertThat(evaluate("alone", "--split", "test").succeeded().output()).contains("model on test (1 examples)");
    }

    @Test
    void indicesAreSaidOrAskedFor() throws IOException, InterruptedException {
        write("all.csv", "text,label\nsome apple,0\nsome bread,1\nsome cheese,2\n");
        Result all = evaluate("all.csv").succeeded();
        assertThat(all.output()).contains("accuracy 1.0000");
        assertThat(all.messages())
                .contains("all.csv: labels are taken for indices of the classes: 0, 1, 2 for A, B, C");

        write("some.csv", "text,label\nsome bread,1\nsome cheese,2\n");
        Result some = evaluate("some.csv");
        assertThat(some.exitCode()).isEqualTo(2);
        assertThat(some.messages())
                .singleElement()
                .asString()
                .contains("some.csv:2", "A, B, C", "'1'", "--labels-by-index");
        assertThat(evaluate("some.csv", "--labels-by-index").succeeded().output())
                .contains("accuracy 1.0000");
    }

    @Test
    void aFirstRowThatMayBeAHeaderIsTold() throws IOException, InterruptedException {
        write("reviews.csv", "review,id\nsome apple,1\n");
        Result numbered = program.run("predict", "--model", "model", "--input", "reviews.csv", "--text-column", "1")
                .succeeded();
        assertThat(numbered.outputLines()).hasSize(2);
        assertThat(numbered.messages())
                .singleElement()
                .asString()
                .contains("reviews.csv: the first row is read as a text", "give the column's name");
        Result named = program.run("predict", "--model", "model", "--input", "reviews.csv", "--text-column", "review")
                .succeeded();
        assertThat(named.outputLines()).hasSize(1);
        assertThat(named.messages()).isEmpty();
    }

    @Test
    void namingDataIsEnoughToCompareOnIt() throws IOException, InterruptedException {
        program.run("baseline", "--data", "fruit", "--out", "other").succeeded();
        write("compared.csv", "text,label\nsome cheese,C\n");
        Result result = program.run("compare", "model", "other", "--data", "compared.csv")
                .succeeded();
        assertThat(result.output()).contains("1 examples; difference and p against model");
    }

    @Test
    void manyClassesHaveNoMatrix() throws IOException, InterruptedException {
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> "word%d,intent number %d\n".formatted(i % 150, i % 150))
                .collect(Collectors.joining("", "text,label\n", ""));
        write("intents/train.csv", rows);
        write("intents/dev.csv", rows.replace("word7,", "word8,"));
        Result result = program.run("baseline", "--data", "intents", "--out", "intents-model")
                .succeeded();
        assertThat(result.outputLines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(120))
                .anySatisfy(line -> assertThat(line).matches("intent number 7 +intent number 8 +2 +100\\.0 %"))
                .anySatisfy(line -> assertThat(line).matches("intent number 7 +0\\.0000 +0\\.0000 +0\\.0000 +2"));
    }
}
