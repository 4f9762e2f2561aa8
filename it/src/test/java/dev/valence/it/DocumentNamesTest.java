package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code spans of the documents that look like classes of the project, such as {@code Training.run}, name classes that exist. */
class DocumentNamesTest {
    /** Capitalized names joined by dots, then perhaps a method. */
    private static final Pattern NAME =
            Pattern.compile("@?([A-Z][a-z]\\w*(?:\\.[A-Z]\\w*)*)(?:\\.([a-z]\\w*))?(?:\\(.*\\))?");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum|@interface) ([A-Z]\\w*)");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    /** Classes of others, and words that are no classes. */
    private static final Set<String> OTHERS = Set.of(
            // of the JDK and of JSpecify
            "IllegalArgumentException",
            "IllegalStateException",
            "NullMarked",
            "NullPointerException",
            "Nullable",
            "OutOfMemoryError",
            "PrintWriter",
            "ServiceLoader",
            "System",
            // of Transformers, tokenizers and PyTorch
            "AutoConfig",
            "AutoTokenizer",
            "BertNormalizer",
            "BertPreTokenizer",
            "BertTokenizer",
            "CrossEntropyLoss",
            "Lowercase",
            "PreTrainedTokenizerFast",
            "RobertaTokenizer",
            "Trainer",
            "Whitespace",
            "XLMRobertaTokenizer",
            // not classes
            "Manager",
            "True",
            "VmHWM");

    private static final Map<String, String> SOURCES = new TreeMap<>(); // by name of the type

    @BeforeAll
    static void readSources() throws IOException {
        try (Stream<Path> modules = Files.list(Program.PROJECT)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                readTypes(module.resolve("src/main/java"));
                readTypes(module.resolve("src/test/java"));
            }
        }
        assertThat(SOURCES).containsKeys("Classifier", "DocumentNamesTest");
    }

    private static void readTypes(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                TYPE.matcher(source)
                        .results()
                        .map(match -> match.group(1))
                        .forEach(type -> SOURCES.merge(type, source, String::concat));
            }
        }
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Program.PROJECT.resolve("docs"))) {
            List<Path> markdown =
                    docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md").map(Program.PROJECT::resolve), markdown.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void namesOfClassesExist(Path document) throws IOException {
        assertThat(unknown(Markdown.read(document).prose())).isEmpty();
    }

    @Test
    void whatDoesNotExistIsFound() {
        assertThat(
                        unknown(
                                "`Training.run`, `Backend.Source`, `Precision.AUTO`, `--out`, `HF_TOKEN` and `Training.walk`, `Backend.Sink`, `Precision.HALF`, `TrainingRun`"))
                .containsExactlyInAnyOrder("Training.walk", "Backend.Sink", "Precision.HALF", "TrainingRun");
    }

    private static Set<String> unknown(String text) {
        Set<String> unknown = new TreeSet<>();
        for (MatchResult span : SPAN.matcher(text).results().toList()) {
            NAME.matcher(span.group(1))
                    .results()
                    .filter(name -> name.group().equals(span.group(1)))
                    .filter(name -> !exists(name))
                    .forEach(name -> unknown.add(span.group(1)));
        }
        return unknown;
    }

    private static boolean exists(MatchResult name) {
        List<String> types = new ArrayList<>(List.of(name.group(1).split("\\.")));
        if (OTHERS.contains(types.get(0))) {
            return true;
        }
        boolean constant = types.size() > 1 && types.get(types.size() - 1).matches("[A-Z][A-Z0-9_]+");
        String member = constant ? types.remove(types.size() - 1) : name.group(2);
        String source = SOURCES.get(types.get(types.size() - 1));
        return SOURCES.keySet().containsAll(types)
                && source != null
                && (member == null
                        || Pattern.compile("\\b" + member + "\\b")
                                .matcher(source)
                                .find());
    }
}
