package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A supervisor starts a run again and again, always with --resume: it never gets stuck, and the weights are the same. */
class SupervisorTest {
    private static final int BAD_INPUT = 2;

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.run(options("whole")).succeeded();
    }

    private static List<String> options(String out, String... more) {
        List<String> options = new ArrayList<>(List.of("finetune", "--out", out, "--steps", "40"));
        options.addAll(List.of("--evaluate-every", "20", "--checkpoint-every", "20"));
        options.addAll(Program.TINY);
        options.addAll(List.of(more));
        return options;
    }

    private static List<Path> checkpoints(Path run) throws IOException {
        try (Stream<Path> entries = Files.list(run.resolve("checkpoints"))) {
            return entries.toList();
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void prepare(String state, Path run) throws IOException, InterruptedException {
        switch (state) {
            case "missing" -> assertThat(run).doesNotExist();
            case "empty" -> Files.createDirectory(run);
            case "locked before" -> Files.createFile(Files.createDirectory(run).resolve(".lock"));
            default -> {
                program.run(options(run.getFileName().toString())).succeeded();
                if (state.equals("without checkpoints")) {
                    delete(run.resolve("checkpoints"));
                } else if (state.equals("all checkpoints damaged")) {
                    for (Path checkpoint : checkpoints(run)) {
                        Files.writeString(checkpoint.resolve("parameters.safetensors"), "damaged");
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"missing", "empty", "locked before", "finished", "without checkpoints", "all checkpoints damaged"
            })
    void theRunIsFinished(String state) throws IOException, InterruptedException {
        String name = state.replace(' ', '-');
        prepare(state, folder.resolve(name));
        Result result = program.run(options(name, "--resume")).succeeded();
        for (String file : List.of("best/model.safetensors", "predictions-dev.jsonl")) {
            assertThat(folder.resolve(name).resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(result.errors())
                .contains(
                        switch (state) {
                            case "finished" -> "Going on after 40 steps";
                            case "all checkpoints damaged" -> "No checkpoint is whole; the run begins anew.";
                            default -> "No checkpoint was saved yet; the run begins.";
                        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"finetune --out words --resume", "finetune --out words", "baseline --out words"})
    void anotherModelIsNotReplaced(String command) throws IOException, InterruptedException {
        if (!Files.exists(folder.resolve("words"))) {
            program.run("baseline", "--out", "words").succeeded();
        }
        byte[] before = Files.readAllBytes(folder.resolve("words/manifest.json"));
        Result result = program.run(command.split(" "));
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(BAD_INPUT);
        assertThat(result.messages()).singleElement().asString().startsWith("valence: words: required ");
        assertThat(folder.resolve("words/manifest.json")).hasBinaryContent(before);
        assertThat(folder.resolve("words/best")).doesNotExist();
    }

    @Test
    void aTokenizerIsNotReplaced() throws IOException, InterruptedException {
        Path tokenizer = folder.resolve("whole/best/tokenizer.json");
        byte[] before = Files.readAllBytes(tokenizer);
        Files.writeString(folder.resolve("words.txt"), "a film\n");
        Result result =
                program.run("tokenizer", "train", "--corpus", "words.txt", "--out", "whole/best/tokenizer.json");
        assertThat(result.exitCode()).isEqualTo(BAD_INPUT);
        assertThat(result.messages()).singleElement().asString().contains("required a new file");
        assertThat(tokenizer).hasBinaryContent(before);
    }
}
