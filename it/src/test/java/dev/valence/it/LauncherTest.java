package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code valence} gives the program arguments and file names as they were typed, in every environment. */
class LauncherTest {
    private static final int BAD_INPUT = 2;
    private static final String TEXT = "naïve 映画 🎬";

    /** Waits for both archives of classes, which the first start makes beside its work. */
    private static final String ARCHIVED = "until [ -e copy/lib/start/help-*.jsa ] && [ -e copy/lib/start/run-*.jsa ]"
            + " && ! [ -e copy/lib/start/run-*.lock ]; do sleep 0.1; done";

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

    /** Reading by cat makes it a pipe, which the launcher treats like a terminal. */
    @ParameterizedTest(name = "valence {0}")
    @ValueSource(strings = {"--help", "--version", "predict --model Größe fine", "predict --model none fine"})
    void theModuleOfTheJvmIsNotAnnounced(String arguments) throws IOException, InterruptedException {
        Result result = run("", "(\"$VALENCE\" " + arguments + " 2>&1 >/dev/null) | cat >&2");
        assertThat(result.errors()).doesNotContain("incubator");
        assertThat(result.errors().contains("required a model directory")).isEqualTo(arguments.contains("none"));
    }

    @Test
    void whatTheJvmReportsOfItselfIsStillThere() throws IOException, InterruptedException {
        Result result = run(
                "VALENCE_JAVA_OPTIONS=-XX:NoSuchOption", "\"$VALENCE\" --version 2>&1 | cat; echo ${PIPESTATUS[0]}");
        assertThat(result.output()).contains("NoSuchOption").endsWith("\n1\n");
    }

    /** Opened a second time, the file would be written from its start. */
    @Test
    void oneFileForResultsAndMessagesKeepsBoth() throws IOException, InterruptedException {
        run(
                "",
                "echo before > log; \"$VALENCE\" predict --model Größe fine >> log 2>&1; \"$VALENCE\" nonsense >> log 2>&1");
        assertThat(Files.readString(folder.resolve("log")))
                .startsWith("before\n")
                .contains("\tfine\n", "Unknown verb: 'nonsense'");
    }

    /** An archive of classes makes starts faster and may never make them fail: not damaged, not another JDK's, not missing. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"head -c 1000 /dev/urandom >", "true >", "rm -f"})
    void aDamagedArchiveOfClassesIsPassedOver(String damage) throws IOException, InterruptedException {
        copyProgram();
        Result result = run(
                        "",
                        "copy/bin/valence --help > /dev/null 2>&1; " + ARCHIVED + "; chmod u+w copy/lib/start/*; "
                                + "for file in copy/lib/start/*; do " + damage + " \"$file\"; done; "
                                + "copy/bin/valence --help 2>&1; copy/bin/valence predict --model Größe fine 2>&1 | cat; "
                                + ARCHIVED)
                .succeeded();
        assertThat(result.output()).startsWith("Usage: valence").endsWith("\tfine\n");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoFault() throws IOException, InterruptedException {
        copyProgram();
        Path libraries = folder.resolve("copy/lib");
        program.startShell("chmod a-w copy/lib").end().succeeded();
        assumeThat(Files.isWritable(libraries))
                .as("permissions hold for this user")
                .isFalse();
        Result result = run("VALENCE_CACHE=/proc/none", "copy/bin/valence --help 2>&1; chmod u+w copy/lib")
                .succeeded();
        assertThat(result.output()).startsWith("Usage: valence");
    }

    @Test
    void startsAtTheSameTimeDoNotDisturbEachOther() throws IOException, InterruptedException {
        copyProgram();
        Result result = run(
                        "",
                        "for i in 1 2 3 4; do copy/bin/valence predict --model Größe fine 2>&1 | cat & done; wait; "
                                + ARCHIVED)
                .succeeded();
        assertThat(result.outputLines()).hasSize(4).allMatch(line -> line.endsWith("\tfine"));
    }

    @AfterAll
    static void removeLinks() throws IOException, InterruptedException {
        program.startShell("rm -rf copy").end().succeeded();
    }

    /** As in the archive that is distributed; by links, because the jars have 100 MB. */
    private static void copyProgram() throws IOException, InterruptedException {
        String source = Program.PROJECT.resolve("cli").toString();
        program.startShell("rm -rf copy; mkdir -p copy/bin copy/lib; cp " + source + "/src/main/bin/valence copy/bin;"
                        + " ln -s " + source + "/target/lib/*.jar copy/lib")
                .end()
                .succeeded();
    }
}
