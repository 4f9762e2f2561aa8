package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} on standard input: an answer for each line, as soon as the next one has to be waited for. */
class StreamingTest {
    private static final int BAD_INPUT = 2;

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.run("baseline", "--out", "words").succeeded();
    }

    /** A line is written only when the one before has been answered; the third of them is written in two pieces. */
    @Test
    void answersWhileItsInputPauses() throws IOException, InterruptedException {
        String ask = "coproc P { %s; }\n".formatted(program.commandLine(List.of("predict", "--model", "words"))) + """
                answer() { read -r -t 200 line <&"${P[0]}" && echo "$line"; }
                echo 'brilliant' >&"${P[1]}"; answer || exit 3
                printf 'dreadful\\nlove' >&"${P[1]}"; answer || exit 4
                echo 'ly' >&"${P[1]}"; answer || exit 5
                eval "exec ${P[1]}>&-"
                wait "$P_PID"
                """;
        Result result = program.startShell(ask).end().succeeded();
        assertThat(result.outputLines())
                .extracting(line -> line.substring(line.lastIndexOf('\t') + 1))
                .containsExactly("brilliant", "dreadful", "lovely");
    }

    @Test
    void rowsBeforeABadOneAreAnswered() throws IOException, InterruptedException {
        Files.write(folder.resolve("bad.txt"), new byte[] {'a', '\n', '\n', 'b', '\n', (byte) 0xFF, '\n', 'd', '\n'});
        Result result = program.run("predict", "--model", "words", "--input", "bad.txt");
        assertThat(result.exitCode()).isEqualTo(BAD_INPUT);
        assertThat(result.outputLines())
                .extracting(line -> line.substring(line.lastIndexOf('\t') + 1))
                .containsExactly("a", "", "b");
        assertThat(result.messages()).singleElement().asString().startsWith("valence: bad.txt:4: expected UTF-8");
    }

    @Test
    void everyAnswerNamesItsLine() throws IOException, InterruptedException {
        Files.write(folder.resolve("holes.txt"), new byte[] {'a', '\n', (byte) 0xFF, '\n', '\n', 'd', '\n'});
        Result result = program.run("predict", "--model", "words", "--input", "holes.txt", "--jsonl", "--skip-bad-rows")
                .succeeded();
        assertThat(result.outputLines().stream().map(line -> ConfigJson.parse("output", line)))
                .extracting(json -> json.integer("line", 1, 99) + " " + json.string("text"))
                .containsExactly("1 a", "3 ", "4 d");
        assertThat(result.messages()).singleElement().asString().startsWith("Skipped holes.txt:2: expected UTF-8");
    }
}
