package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code valence} gives the program arguments and file names as they were typed, in every environment. */
class LauncherTest {
    private static final int BAD_INPUT = 2;
    private static final String TEXT = "naïve 映画 🎬";

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.run("baseline", "--out", "words").succeeded();
        Files.writeString(folder.resolve("prepare.sh"), "mv words Größe\n", StandardCharsets.UTF_8);
        program.startShell("bash prepare.sh").end().succeeded();
    }

    /** The words stand in a script, because this JVM's own arguments depend on its locale. */
    private static Result run(String environment, String command) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("command.sh"), command + "\n", StandardCharsets.UTF_8);
        return program.startShell("env -i " + environment + " JAVA_HOME='" + System.getProperty("java.home")
                        + "' VALENCE='" + Program.PROJECT.resolve("valence") + "' bash command.sh")
                .end();
    }

    @ParameterizedTest(name = "env -i {0}")
    @ValueSource(
            strings = {
                "",
                "LANG=C",
                "LC_ALL=POSIX",
                "LANG=de_DE.ISO-8859-1",
                "LC_ALL=en_US.UTF-8",
                "LC_CTYPE=C.UTF-8 LANG=none.UTF-8"
            })
    void textsAndFileNamesAreWhatWasTyped(String environment) throws IOException, InterruptedException {
        Result result = run(environment, "\"$VALENCE\" predict --model Größe '" + TEXT + "'")
                .succeeded();
        assertThat(result.output()).endsWith("\t" + TEXT + "\n");
    }

    @Test
    void aJavaHomeWithoutJavaIsRefused() throws IOException, InterruptedException {
        Result result = run("", "JAVA_HOME=/nowhere \"$VALENCE\" --version");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.messages()).singleElement().asString().contains("no bin/java in /nowhere", "JAVA_HOME");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void theLauncherRefusesBytesThatAreNotUtf8() throws IOException, InterruptedException {
        Result result = run("", "\"$VALENCE\" predict --model Größe $'na\\xefve'");
        assertThat(result.exitCode()).isEqualTo(BAD_INPUT);
        assertThat(result.messages()).singleElement().asString().contains("argument 4", "required UTF-8");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void withoutTheLauncherGarbledArgumentsAreRefused() throws IOException, InterruptedException {
        Result result = run("LC_ALL=C", program.commandLine(List.of("predict", "--model", "x", TEXT)));
        assertThat(result.exitCode()).isEqualTo(BAD_INPUT);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .contains("argument 4", "required a UTF-8 locale", "LC_ALL");
        assertThat(result.output()).isEmpty();
    }
}
