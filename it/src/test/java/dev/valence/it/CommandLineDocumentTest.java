package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/cli.md names every option that a verb has, in the verb's section or in one that it shares. */
class CommandLineDocumentTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");
    private static final List<String> SHARED = List.of(
            "Options of every verb",
            "Options for data",
            "Options for training",
            "Options for the encoder",
            "Training aids",
            "Options for the machine",
            "Options for saving and resuming");

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "pretrain",
                "finetune",
                "distill",
                "baseline",
                "evaluate",
                "predict",
                "compare",
                "reproduce",
                "study",
                "data describe",
                "data write",
                "tokenizer train",
                "tokenizer encode",
                "fetch",
                "inspect",
                "import haiku",
                "export haiku",
                "export onnx",
                "completion"
            })
    void everyOptionOfAVerbIsDescribed(String verb) throws IOException, InterruptedException {
        String document = Files.readString(Program.PROJECT.resolve("docs/cli.md"));
        List<String> arguments =
                new ArrayList<>(Pattern.compile(" ").splitAsStream(verb).toList());
        arguments.add("--help");
        String help = Program.in(folder).run(arguments).succeeded().output();
        StringBuilder sections = new StringBuilder(section(document, verb));
        SHARED.forEach(title -> sections.append(section(document, title)));
        assertThat(options(sections.toString())).containsAll(options(help)).contains("--help");
    }

    private static String section(String document, String title) {
        int start = document.indexOf("\n## " + title + "\n");
        assertThat(start).as("section %s", title).isNotNegative();
        int end = document.indexOf("\n## ", start + 1);
        return document.substring(start, end < 0 ? document.length() : end);
    }

    private static List<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).distinct().toList();
    }
}
