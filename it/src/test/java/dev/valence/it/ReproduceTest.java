package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger's provenance.json may make {@code reproduce} do: train below --out, and nothing else. */
class ReproduceTest {
    private static final int BAD_INPUT = 2;

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.finetune("first").succeeded();
        Files.writeString(folder.resolve("victim"), "precious");
        Files.writeString(folder.resolve("words"), "--json\nvictim\n");
    }

    /** A model whose provenance says that it was made by a command, with a manifest that fits. */
    private static void model(String name, List<String> command) {
        Path first = folder.resolve("first/best");
        DirectoryCommit.commit(folder.resolve(name), fresh -> {
            for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
                Files.copy(first.resolve(file), fresh.resolve(file));
            }
            Map<String, Object> provenance = new LinkedHashMap<>(
                    ConfigJson.read(first.resolve("provenance.json")).values());
            provenance.put("command", command);
            ConfigJson.of(provenance).write(fresh.resolve("provenance.json"));
        });
    }

    /**
     * A command of a stranger's.
     *
     * @param name what is wrong with it
     * @param says what the refusal must contain
     */
    record Command(String name, List<String> arguments, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Command> hostile() {
        return Stream.of(
                command("itself", "found ./valence reproduce", "reproduce", "itself"),
                command("another verb", "found ./valence data write", "data", "write", "--out", "elsewhere"),
                command("a global option first", "found ./valence --debug data", "--debug", "data", "write"),
                command("no verb", "is not understood", "--debug"),
                command("an unknown option", "Unknown option: '--odd'", "finetune", "--odd"),
                command("a file of arguments", "'@words'", "finetune", "@words"),
                command("an earlier run", "goes on with another run", "finetune", "--resume"),
                command("an earlier run by force", "goes on with another run", "finetune", "--force-resume"),
                command("help", "only prints help", "finetune", "--help"),
                command("another place after the end of options", "is not understood", "finetune", "--"));
    }

    private static Command command(String name, String says, String... arguments) {
        return new Command(name, List.of(arguments), says);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hostile(Command command) throws IOException, InterruptedException {
        String model = command.name().replace(' ', '-');
        model(model, command.arguments());
        Result result = program.run("reproduce", model, "--out", "new");
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(BAD_INPUT);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .startsWith("valence: " + model + ": required a command of finetune, pretrain, distill")
                .contains(command.says());
        assertThat(result.output()).isEmpty();
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        assertThat(folder.resolve("victim")).hasContent("precious");
    }

    @Test
    void nothingIsWrittenElsewhereAndTheCommandIsShownFirst() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                ConfigJson.read(folder.resolve("first/best/provenance.json")).strings("command"));
        command.addAll(List.of("--json=victim", "--label-column", "label", "--out", "elsewhere"));
        model("greedy", command);
        Result result = program.run("reproduce", "greedy", "--out", "again").succeeded();
        assertThat(result.output()).endsWith("the same\n");
        assertThat(result.messages().get(0)).startsWith("Repeating: ./valence finetune ");
        assertThat(folder.resolve("victim")).hasContent("precious");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void theCommandIsShownWithoutControlCharacters() throws IOException, InterruptedException {
        model("loud", List.of("finetune", "--data", "no\u001b]0;owned\u0007\u009b2Jthing's"));
        Result result = program.run("reproduce", "loud", "--out", "new");
        assertThat(result.exitCode()).isEqualTo(BAD_INPUT);
        assertThat(result.messages().get(0))
                .isEqualTo(
                        "Repeating: ./valence finetune --data $'no\\u001b]0;owned\\u0007\\u009b2Jthing\\'s' --out new");
    }
}
