package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the program helps with its own use. */
class UsageTest {
    private static final String LIST = "Commands:\n";

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "valence {0}")
    @ValueSource(strings = {"--help", "data --help", "tokenizer --help", "import --help", "export --help"})
    void everyVerbIsListedWithAWholeSentence(String arguments) throws IOException, InterruptedException {
        String help = Program.in(folder)
                .run(List.of(arguments.split(" ")))
                .succeeded()
                .output();
        String list = help.substring(help.indexOf(LIST) + LIST.length());
        String oneALine = list.replaceAll("\\n {4,}", " ");
        assertThat(oneALine.lines()).isNotEmpty().allMatch(line -> line.endsWith("."));
    }

    /** The script is loaded by bash, and asked as bash asks it when the tab key is pressed. */
    @Test
    void theShellCompletesVerbsAndOptions() throws IOException, InterruptedException {
        Program program = Program.in(folder);
        Files.writeString(
                folder.resolve("completion"),
                program.run("completion").succeeded().output());
        String script = """
                source ./completion
                complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                  COMPREPLY=(); _complete_valence; echo "${COMPREPLY[@]}"; }
                complete_words valence pre
                complete_words valence predict --mo
                complete_words valence data d
                """;
        List<String> words = program.startShell(script).end().succeeded().outputLines().stream()
                .map(String::strip)
                .collect(Collectors.toList());
        assertThat(words).containsExactly("pretrain predict", "--model", "describe");
    }

    @Test
    void aTextThatBeginsWithAnAtSignIsNotTheNameOfAFile() throws IOException, InterruptedException {
        Program program = Program.in(folder);
        program.run("baseline", "--out", "words").succeeded();
        Files.writeString(folder.resolve("user"), "--json secret another text");
        Result result = program.run("predict", "--model", "words", "@user").succeeded();
        assertThat(result.outputLines()).singleElement().asString().endsWith("\t@user");
    }

    /** A layer of that width has 4 · 1024² weights of attention and 2 · 256 · 1024 behind them; there are 6 layers. */
    @Test
    void tooSmallAHeapIsToldInOneLine() throws IOException, InterruptedException {
        Result result = Program.in(folder)
                .withFlags("-Xmx40m")
                .run("finetune", "--out", "run", "--width", "1024", "--shards", "1", "--steps", "1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.messages())
                .last()
                .asString()
                .startsWith("valence: out of memory: ")
                .containsPattern("required 10\\d MB for the weights")
                .containsPattern("heap may have 40 MB of .* VALENCE_JAVA_OPTIONS=-Xmx\\d+m$");
        assertThat(result.messages()).noneMatch(line -> line.startsWith("\tat "));
    }
}
