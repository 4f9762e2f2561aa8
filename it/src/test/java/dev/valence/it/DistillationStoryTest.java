package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teacher knows 4,000 labels; its students, much smaller, are given 200 of them and the other texts without. */
class DistillationStoryTest {
    private static final int LABELLED = 200;
    private static final int UNLABELLED = 3_800;
    private static final double DEVIATIONS = 0.04; // two of an accuracy of 0.8 on 400 examples
    private static final List<String> TEACHER = words(
            "finetune --out teacher --json teacher.json --layers 2 --width 64"
                    + " --heads 4 --feed-forward 128 --vocabulary-size 600 --dropout 0.1 --epochs 5 --learning-rate 1e-3 --shards 2");
    private static final List<String> STUDENT = words("--learning-rate 2e-3 --dropout 0.1");

    @TempDir
    private static Path folder;

    private static Program program;
    private static Result distilled;

    @BeforeAll
    static void distill() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.run(TEACHER).succeeded();
        program.run("data", "write", "--out", "film").succeeded();
        List<String> rows = Files.readAllLines(folder.resolve("film/train.tsv"));
        Files.createDirectories(folder.resolve("few"));
        Files.write(folder.resolve("few/train.tsv"), rows.subList(0, 1 + LABELLED));
        Files.copy(folder.resolve("film/dev.tsv"), folder.resolve("few/dev.tsv"));
        Files.write(
                folder.resolve("more.txt"),
                rows.subList(1 + LABELLED, rows.size()).stream()
                        .map(row -> row.substring(0, row.indexOf('\t')))
                        .toList());
        distilled = program.run(student("student", "")).succeeded();
    }

    private static List<String> words(String line) {
        return Pattern.compile(" ").splitAsStream(line).toList();
    }

    private static List<String> student(String out, String more) {
        return tiny("distill --teacher teacher --data few --unlabelled more.txt --epochs 4 --out " + out + " --json "
                + out + ".json" + more);
    }

    private static List<String> tiny(String line) {
        List<String> arguments = new ArrayList<>(words(line));
        arguments.addAll(Program.TINY);
        arguments.addAll(STUDENT);
        return arguments;
    }

    private static double accuracy(String file) {
        return ConfigJson.read(folder.resolve(file)).number("accuracy", 0, 1);
    }

    @Test
    void theStudentComesCloseToTheTeacherAsFewLabelsAloneDoNot() throws IOException, InterruptedException {
        // as many steps as the student's
        program.run(tiny("finetune --data few --epochs 63 --out alone --json alone.json"))
                .succeeded();
        assertThat(accuracy("teacher.json")).isGreaterThan(0.8);
        assertThat(accuracy("student.json")).isGreaterThan(accuracy("teacher.json") - DEVIATIONS);
        assertThat(accuracy("student.json")).isGreaterThan(accuracy("alone.json") + DEVIATIONS);
    }

    @Test
    void aRunIsThatOfFineTuningAndSaysWhoTaught() throws IOException {
        assertThat(folder.resolve("student"))
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryContaining("glob:**metrics.jsonl")
                .isDirectoryContaining("glob:**predictions-dev.jsonl")
                .isDirectoryContaining("glob:**checkpoints");
        assertThat(distilled.errors()).contains("4,000 texts, 3,800 of them without a label");
        ConfigJson provenance = ConfigJson.read(folder.resolve("student/best/provenance.json"));
        ConfigJson distillation = provenance.object("distillation");
        assertThat(provenance.integer("data_rows", 0, 10_000)).isEqualTo(LABELLED + UNLABELLED);
        assertThat(distillation.integer("unlabelled_rows", 0, 10_000)).isEqualTo(UNLABELLED);
        assertThat(distillation.string("teacher")).endsWith("teacher/best");
        assertThat(distillation.number("temperature", 0, 10)).isEqualTo(2);
        assertThat(distillation.number("alpha", 0, 1)).isEqualTo(0.5);
    }

    @Test
    void resumingWithAnotherTemperatureIsRefused() throws IOException, InterruptedException {
        Result other = program.run(student("student", " --resume --temperature 3"));
        assertThat(other.exitCode()).as(other.errors()).isEqualTo(2);
        assertThat(other.errors()).contains("distillation.temperature 3.0 instead of 2.0", "--force-resume");
        program.run(student("student", " --resume")).succeeded();
    }

    @Test
    void aStudentMayGoOnFromAModelOfTheSameClassesWithItsOwnTokenizer() throws IOException, InterruptedException {
        Result started = program.run(words(
                        "distill --teacher teacher --student student --data few --out again --steps 3 --shards 2"))
                .succeeded();
        assertThat(started.errors()).contains("loaded ", "new: none");
        assertThat(folder.resolve("again/best/tokenizer.json"))
                .hasSameBinaryContentAs(folder.resolve("student/best/tokenizer.json"));
    }
}
