package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.checkpoint.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teacher knows 4,000 labels; its students, much smaller, are given 500 of them and the other texts without. */
class DistillationStoryTest {
    private static final int LABELLED = 500;
    private static final int UNLABELLED = 3_500;
    private static final double DEVIATIONS = 0.04; // two of an accuracy of 0.8 on 400 examples
    private static final List<String> STUDENT = List.of("--learning-rate", "2e-3", "--dropout", "0.1");

    @TempDir
    private static Path folder;

    private static Program program;
    private static Result distilled;

    @BeforeAll
    static void distill() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.finetune(
                        "teacher",
                        "--layers",
                        "2",
                        "--width",
                        "64",
                        "--feed-forward",
                        "128",
                        "--epochs",
                        "5",
                        "--learning-rate",
                        "1e-3",
                        "--dropout",
                        "0.1",
                        "--json",
                        "teacher.json")
                .succeeded();
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
        distilled = program.run(student("student")).succeeded();
    }

    private static List<String> student(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("distill", "--teacher", "teacher", "--data", "few"));
        arguments.addAll(List.of("--unlabelled", "more.txt", "--out", out, "--epochs", "4", "--json", out + ".json"));
        arguments.addAll(Program.TINY);
        arguments.addAll(STUDENT);
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static double accuracy(String file) {
        return ConfigJson.read(folder.resolve(file)).number("accuracy", 0, 1);
    }

    @Test
    void theStudentComesCloseToTheTeacherAsFewLabelsAloneDoNot() throws IOException, InterruptedException {
        List<String> alone = new ArrayList<>(List.of("--data", "few", "--epochs", "32", "--json", "alone.json"));
        alone.addAll(STUDENT); // as many steps as the student's
        program.finetune("alone", alone.toArray(String[]::new)).succeeded();
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
        assertThat(distilled.errors()).contains("4,000 texts, 3,500 of them without a label");
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
        Result other = program.run(student("student", "--resume", "--temperature", "3"));
        assertThat(other.exitCode()).as(other.errors()).isEqualTo(2);
        assertThat(other.errors()).contains("distillation.temperature 3.0 instead of 2.0", "--force-resume");
        program.run(student("student", "--resume")).succeeded();
    }

    @Test
    void aStudentMayStartFromAModelWithItsOwnTokenizer() throws IOException, InterruptedException {
        Result started = program.run(
                        "distill",
                        "--teacher",
                        "teacher",
                        "--student",
                        "student",
                        "--data",
                        "few",
                        "--out",
                        "again",
                        "--steps",
                        "3",
                        "--shards",
                        "2")
                .succeeded();
        assertThat(started.errors()).contains("loaded ", "new: 6 (head.");
        assertThat(folder.resolve("again/best/tokenizer.json"))
                .hasSameBinaryContentAs(folder.resolve("student/best/tokenizer.json"));
    }
}
