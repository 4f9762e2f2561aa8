package dev.valence.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/library.md shows what is compiled and run here, and names classes that are there for users. */
class LibraryDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```$");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)(?:[.#(][^`]*)?`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern ANCHOR = Pattern.compile("\\]\\(#([^)]*)\\)");

    private static final List<String> PACKAGES = List.of(
            "dev.valence",
            "dev.valence.data",
            "dev.valence.train",
            "dev.valence.evaluate",
            "dev.valence.formats",
            "dev.valence.onnx",
            "java.lang");

    private static String document;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(Project.ROOT.resolve("docs/library.md"));
    }

    private static List<String> blocks(String language) {
        return BLOCK.matcher(document)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> flat(block.group(2)))
                .toList();
    }

    /** Lines without indentation, which is another in a class. */
    private static String flat(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static List<String> contents(Stream<Path> files) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : files.toList()) {
            contents.add(flat(Files.readString(file)));
        }
        return contents;
    }

    @Test
    void everySnippetInJavaAndKotlinIsOfAnExample() throws IOException {
        List<String> sources = contents(Project.sources(""));
        List<String> snippets = new ArrayList<>(blocks("java"));
        snippets.addAll(blocks("kotlin"));
        assertThat(snippets).hasSizeGreaterThan(5).allSatisfy(snippet -> assertThat(sources)
                .anyMatch(source -> source.contains(snippet)));
    }

    @Test
    void everySnippetOfAPomIsOfAnExampleOrTheBuild() throws IOException {
        List<String> poms = contents(Stream.of("standalone/pom.xml", "spring-boot/pom.xml", "../pom.xml")
                .map(Project.EXAMPLES::resolve));
        assertThat(blocks("xml")).isNotEmpty().allSatisfy(snippet -> assertThat(poms)
                .anyMatch(pom -> pom.contains(snippet)));
    }

    @Test
    void everyClassItNamesIsThereForUsers() {
        Set<String> named = CLASS.matcher(document)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(named).allMatch(LibraryDocumentTest::isPublic);
    }

    private static boolean isPublic(String name) {
        return PACKAGES.stream().anyMatch(inPackage -> {
            try {
                return Modifier.isPublic(Class.forName(inPackage + "." + name).getModifiers());
            } catch (ClassNotFoundException e) {
                return false;
            }
        });
    }

    @Test
    void linksLeadToHeadings() {
        List<String> anchors = HEADING.matcher(document)
                .results()
                .map((MatchResult heading) -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
        assertThat(ANCHOR.matcher(document).results().map(link -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(anchors).contains(link));
    }
}
