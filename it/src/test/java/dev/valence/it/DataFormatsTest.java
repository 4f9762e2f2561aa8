package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows in every form of file that the program reads: they must give the same model. */
class DataFormatsTest {
    private static final List<String> POSITIVE =
            List.of("a \"fine\" film", "warm , funny and wise", "well, well: brilliant", "über alles gut", "superb");
    private static final List<String> NEGATIVE =
            List.of("dull", "a \"mess\" , sadly", "no, no: dreadful", "stale jokes", "it drags and drags");

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        program = Program.in(folder);
        glue(Files.createDirectory(folder.resolve("glue")));
        csv(Files.createDirectory(folder.resolve("csv")));
        jsonLines(Files.createDirectory(folder.resolve("jsonl")));
        namedColumns(Files.createDirectory(folder.resolve("columns")));
        program.finetune("from-glue", "--data", "glue").succeeded();
    }

    /** GLUE's form: no quoting, a quotation mark is a character. */
    private static void glue(Path directory) throws IOException {
        StringBuilder rows = new StringBuilder("sentence\tlabel\n");
        POSITIVE.forEach(text -> rows.append(text).append("\tgood\n"));
        NEGATIVE.forEach(text -> rows.append(text).append("\tbad\n"));
        Files.writeString(directory.resolve("train.tsv"), rows);
        Files.writeString(directory.resolve("dev.tsv"), rows);
        Files.writeString(directory.resolve("test.tsv"), "index\tsentence\n0\tunlabelled , as GLUE has it\n");
    }

    /** RFC 4180 with a byte-order mark and CRLF, as spreadsheets write it. */
    private static void csv(Path directory) throws IOException {
        StringBuilder rows = new StringBuilder("\uFEFFlabel,text\r\n");
        POSITIVE.forEach(text -> rows.append("good,").append(quoted(text)).append("\r\n"));
        NEGATIVE.forEach(text -> rows.append("bad,").append(quoted(text)).append("\r\n"));
        Files.writeString(directory.resolve("train.csv"), rows);
        Files.writeString(directory.resolve("dev.csv"), rows);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void jsonLines(Path directory) throws IOException {
        StringBuilder rows = new StringBuilder();
        POSITIVE.forEach(text -> rows.append(json(text, "good")));
        NEGATIVE.forEach(text -> rows.append(json(text, "bad")));
        Files.writeString(directory.resolve("train.jsonl"), rows);
        Files.writeString(directory.resolve("dev.jsonl"), rows);
    }

    private static String json(String text, String label) {
        return "{\"text\": \"" + text.replace("\"", "\\\"") + "\", \"label\": \"" + label + "\"}\n";
    }

    private static void namedColumns(Path directory) throws IOException {
        StringBuilder rows = new StringBuilder("id,review,verdict\n");
        POSITIVE.forEach(text -> rows.append("1,").append(quoted(text)).append(",good\n"));
        NEGATIVE.forEach(text -> rows.append("2,").append(quoted(text)).append(",bad\n"));
        Files.writeString(directory.resolve("train.csv"), rows);
        Files.writeString(directory.resolve("dev.csv"), rows);
    }

    static List<Arguments> forms() {
        return List.of(
                Arguments.of("csv", List.of()),
                Arguments.of("jsonl", List.of()),
                Arguments.of("columns", List.of("--text-column", "review", "--label-column", "verdict")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void theSameRowsGiveTheSameModel(String form, List<String> options) throws IOException, InterruptedException {
        String run = "from-" + form;
        String[] all = new String[2 + options.size()];
        all[0] = "--data";
        all[1] = form;
        System.arraycopy(options.toArray(String[]::new), 0, all, 2, options.size());
        program.finetune(run, all).succeeded();
        assertThat(folder.resolve(run).resolve("best/config.json"))
                .hasSameTextualContentAs(folder.resolve("from-glue/best/config.json"));
        assertThat(folder.resolve(run).resolve("best/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("from-glue/best/model.safetensors"));
    }

    @Test
    void badRowsStopTheProgramOrAreListed() throws IOException, InterruptedException {
        Path directory = Files.createDirectory(folder.resolve("bad"));
        glue(directory);
        Files.writeString(directory.resolve("train.tsv"), "sentence\tlabel\nfine\tgood\nno label\nweak\tbad\n\tgood\n");
        Result stopped = program.finetune("from-bad", "--data", "bad");
        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.messages()).singleElement().asString().contains("bad/train.tsv:3", "--skip-bad-rows");
        Result skipped =
                program.finetune("from-bad", "--data", "bad", "--skip-bad-rows").succeeded();
        assertThat(skipped.messages())
                .anyMatch(line -> line.contains("Skipped 2 bad rows of train"))
                .anyMatch(line -> line.contains("bad/train.tsv:3"))
                .anyMatch(line -> line.contains("bad/train.tsv:5"));
    }

    @Test
    void withoutADevSplitPartOfTrainIsHeldOut() throws IOException, InterruptedException {
        Path directory = Files.createDirectory(folder.resolve("nodev"));
        glue(directory);
        Files.delete(directory.resolve("dev.tsv"));
        Result result = program.finetune("from-nodev", "--data", "nodev").succeeded();
        assertThat(result.messages()).anyMatch(line -> line.contains("No dev split") && line.contains("of the 10"));
    }

    @Test
    void describeCountsRowsLabelsAndWhatStandsInTrainToo() throws IOException, InterruptedException {
        Result result = program.run("data", "describe", "glue").succeeded();
        // every row of dev stands in train to the letter
        assertThat(result.output()).contains("10 rows of dev also stand in train (10 to the letter");
        assertThat(result.outputLines())
                .anySatisfy(line -> assertThat(line.strip()).matches("good\\s+5\\s+50\\.0 %"));
    }

    @Test
    void theBuiltInCorpusIsWrittenAndReadBack() throws IOException, InterruptedException {
        program.run("data", "write", "--out", "film").succeeded();
        program.finetune("from-film", "--data", "film").succeeded();
        program.finetune("from-builtin").succeeded();
        assertThat(folder.resolve("from-film/best/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("from-builtin/best/model.safetensors"));
    }
}
