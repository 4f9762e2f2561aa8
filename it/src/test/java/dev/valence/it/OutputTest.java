package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No byte of what is printed is lost unnoticed, and nothing is printed for nobody. */
class OutputTest {
    private static final int FAILED = 1;
    private static final String READER_GONE = "141";
    private static final String SMALL =
            " --steps 1 --layers 1 --width 32 --heads 2 --feed-forward 32 --shards 2" + " --vocabulary-size 300";

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.run(words("finetune --out run --positions none --dropout 0" + SMALL))
                .succeeded();
        program.run(words("baseline --out words")).succeeded();
        program.run(words("export haiku --model run --out state.pkl")).succeeded();
        Files.writeString(folder.resolve("texts.txt"), "a fine film\nno fine film\n");
    }

    private static List<String> words(String arguments) {
        return arguments.isEmpty()
                ? List.of()
                : Pattern.compile(" ").splitAsStream(arguments).toList();
    }

    @ParameterizedTest(name = "valence {0}")
    @ValueSource(
            strings = {
                "",
                "--help",
                "--version",
                "predict --help",
                "quickstart --out quick",
                "pretrain --corpus texts.txt --validation texts.txt --out pre" + SMALL,
                "finetune --out fine" + SMALL,
                "distill --teacher run --out small" + SMALL,
                "baseline --out words2",
                "evaluate --model run",
                "predict --model run fine",
                "predict --model words --jsonl --input texts.txt",
                "compare run words",
                "reproduce run --out again",
                "study --pretrained run --out study --seeds 1 --steps 1 --shards 2",
                "data describe",
                "data write --out written",
                "tokenizer train --corpus texts.txt --out tokenizer.json",
                "tokenizer encode --tokenizer run/tokenizer.json fine",
                "fetch run/best",
                "inspect run",
                "import haiku --state state.pkl --tokenizer run/tokenizer.json --heads 2 --out imported",
                "export huggingface --model run --out exported",
                "export haiku --model run --out exported.pkl",
                "export onnx --model run --out graph",
                "completion"
            })
    void aFullDiskIsToldInOneLine(String arguments) throws IOException, InterruptedException {
        assumeThat(Path.of("/dev/full")).exists();
        Result result = program.startShell(program.commandLine(words(arguments)) + " > /dev/full")
                .end();
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(FAILED);
        assertThat(result.messages())
                .filteredOn(line -> line.startsWith("valence: "))
                .singleElement()
                .asString()
                .startsWith("valence: cannot write to standard output: No space left on device");
        assertThat(result.messages()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
    }

    @ParameterizedTest(name = "valence {0}")
    @ValueSource(strings = {"--help", "--version", "predict --model run fine"})
    void aClosedDescriptorIsToldInOneLine(String arguments) throws IOException, InterruptedException {
        Result result = program.startShell(Program.PROJECT.resolve("valence") + " " + arguments + " >&-")
                .end();
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(FAILED);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .startsWith("valence: standard output is closed; redirect it");
    }

    /** Without the launcher the JVM gives descriptor 1 to a jar, which cannot be written to. */
    @Test
    void aClosedDescriptorIsToldWithoutTheLauncherToo() throws IOException, InterruptedException {
        Result result = program.startShell(program.commandLine(List.of("--version")) + " >&-")
                .end();
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(FAILED);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .startsWith("valence: cannot write to standard output: ");
    }

    @Test
    void closedStandardInputIsAnEmptyOne() throws IOException, InterruptedException {
        Result result = program.startShell(Program.PROJECT.resolve("valence") + " predict --model run <&-")
                .end();
        assertThat(result.messages()).singleElement().asString().contains("standard input: ", "found none");
    }

    @Test
    void lostMessagesChangeTheExitCode() throws IOException, InterruptedException {
        assumeThat(Path.of("/dev/full")).exists();
        Result result = program.startShell(program.commandLine(words("baseline --out words3")) + " 2> /dev/full")
                .end();
        assertThat(result.exitCode()).isEqualTo(FAILED);
        assertThat(result.output()).contains("accuracy");
        assertThat(folder.resolve("words3")).isDirectory();
    }

    @ParameterizedTest(name = "valence {0}")
    @ValueSource(strings = {"predict --model run", "predict --model words --jsonl"})
    void nothingIsPredictedForAReaderThatIsGone(String arguments) throws IOException, InterruptedException {
        String line =
                "yes 'a fine film' | " + program.commandLine(words(arguments)) + " | head -n 1; echo ${PIPESTATUS[1]}";
        Result result = program.startShell(line).end().succeeded();
        assertThat(result.outputLines()).hasSize(2).last().isEqualTo(READER_GONE);
        assertThat(result.messages()).isEmpty();
    }
}
