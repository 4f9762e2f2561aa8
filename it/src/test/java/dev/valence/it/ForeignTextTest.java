package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts, labels, file names and provenance of strangers: they forge no line and command no terminal. */
class ForeignTextTest {
    private static final String HOSTILE = "\u001b]0;owned\u0007\u202e\u009b2J";
    private static final String LABEL = "good" + HOSTILE + "\nbad\t0.9999\tforged";
    private static final String RUN = "run" + HOSTILE + "\nvalence: forged";
    /** Controls but tabs and ends of lines, and what reorders letters. */
    private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}\\u202a-\\u202e&&[^\\t\\n]]");

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        program = Program.in(folder);
        String rows = "{\"text\":%s,\"label\":%s}\n{\"text\":\"weak\",\"label\":\"bad\"}\n"
                .formatted(json("fine\t" + HOSTILE + "\nforged"), json(LABEL));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/train.jsonl"), rows.repeat(5));
        Files.writeString(folder.resolve("data/dev.jsonl"), rows);
        program.finetune(RUN, "--data", "data").succeeded();
        program.run("baseline", "--data", "data", "--out", "words").succeeded();
        Files.writeString(folder.resolve("words/extra" + HOSTILE), "");
    }

    private static String json(String text) {
        return ConfigJson.of(Map.of("text", text))
                .printLine()
                .replaceFirst("^\\{\"text\":", "")
                .replaceFirst("}$", "");
    }

    static List<List<String>> commands() {
        return List.of(
                List.of("data", "describe", "data"),
                List.of("finetune", "--data", "data", "--out", RUN),
                List.of("baseline", "--data", "data", "--out", "words" + HOSTILE),
                List.of("evaluate", "--model", RUN, "--data", "data"),
                List.of("evaluate", "--model", RUN, "--data", "data", "--split", HOSTILE),
                List.of("predict", "--model", RUN, "fine"),
                List.of("predict", "--model", "none" + HOSTILE, "fine", "--debug"),
                List.of("predict", HOSTILE, "--" + HOSTILE),
                List.of("compare", RUN, "words"),
                List.of("inspect", RUN),
                List.of("tokenizer", "encode", "--tokenizer", RUN, "fine" + HOSTILE),
                List.of("export", "huggingface", "--model", RUN, "--out", "exported" + HOSTILE),
                List.of(HOSTILE));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothingForeignCommandsTheTerminal(List<String> command) throws IOException, InterruptedException {
        Result result = program.run(command);
        assertThat(result.output() + result.errors()).doesNotContainPattern(COMMANDS);
        assertThat(result.output().lines()).noneMatch(line -> line.startsWith("bad\t0.9999\tforged"));
        assertThat(result.messages()).noneMatch(line -> line.startsWith("valence: forged"));
    }

    @Test
    void everyTextIsOneRowOfTheTable() throws IOException, InterruptedException {
        Result result = program.run("predict", "--model", RUN, "a\tb", "C:\\dir", "x\ny\r", HOSTILE)
                .succeeded();
        assertThat(result.outputLines())
                .allMatch(line -> line.split("\t", -1).length == 3)
                .extracting(line -> line.split("\t", -1)[2])
                .containsExactly("a\\tb", "C:\\\\dir", "x\\ny\\r", "\\u001b]0;owned\\u0007\\u202e\\u009b2J");
    }

    @Test
    void jsonStaysExact() throws IOException, InterruptedException {
        String text = "a\tb\\" + HOSTILE + "\n";
        ConfigJson answer = ConfigJson.parse(
                "output",
                program.run("predict", "--jsonl", "--model", RUN, text)
                        .succeeded()
                        .output());
        assertThat(answer.string("text")).isEqualTo(text);
        assertThat(answer.object("probabilities").values()).containsOnlyKeys("bad", LABEL);
    }

    @Test
    void theModelCardForgesNoRow() {
        assertThat(folder.resolve(RUN).resolve("best/README.md"))
                .content()
                .doesNotContainPattern(COMMANDS)
                .doesNotContain("\nbad\t");
    }
}
