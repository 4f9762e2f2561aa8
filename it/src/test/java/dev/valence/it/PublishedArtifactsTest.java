package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others depend on: the bill of materials, and jars that say what module they are and are the same in every build. */
class PublishedArtifactsTest {
    private static final Path LIBRARIES = Program.PROJECT.resolve(Path.of("cli", "target", "lib"));
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");
    private static final Pattern MANAGED = Pattern.compile(
            "<artifactId>valence-([a-z-]+)</artifactId>\\s*" + "<version>\\$\\{project\\.version}</version>");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>valence(?:-bom)?</artifactId>\\s*<version>([^<]+)</version>");
    private static final Set<String> UNPUBLISHED = Set.of("bom", "it", "benchmarks", "distribution", "examples");

    private static String pom(String folder) throws IOException {
        return Files.readString(Program.PROJECT.resolve(folder).resolve("pom.xml"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    static List<Path> jars() throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            return jars.filter(jar -> jar.getFileName().toString().matches("valence-.*\\.jar"))
                    .toList();
        }
    }

    @Test
    void theBillOfMaterialsHasEveryPublishedModule() throws IOException {
        Set<String> modules = found(MODULE, pom("."));
        modules.removeAll(UNPUBLISHED);
        assertThat(found(MANAGED, pom("bom"))).isEqualTo(modules);
        assertThat(found(VERSION, pom("bom"))).isEqualTo(found(VERSION, pom(".")));
    }

    /** A name that the module system does not accept would be reported by the finder. */
    @Test
    void everyJarNamesAModuleOfItsOwn() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path jar : jars()) {
            ModuleFinder.of(jar)
                    .findAll()
                    .forEach(module -> names.add(module.descriptor().name()));
        }
        assertThat(names).hasSameSizeAs(jars()).contains("dev.valence.core", "dev.valence.cli");
        assertThat(names).allMatch(name -> name.startsWith("dev.valence."));
    }

    /** Names, order and times are those of every build; a package without classes would be one that is split or left over. */
    @ParameterizedTest
    @MethodSource("jars")
    void aJarDoesNotDependOnTheBuild(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            List<JarEntry> entries = jar.stream().toList();
            assertThat(entries.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
            assertThat(jar.getManifest().getMainAttributes().keySet().stream().map(Object::toString))
                    .doesNotContain("Built-By", "Build-Date", "Bnd-LastModified");
            List<String> empty = new ArrayList<>();
            for (JarEntry entry : entries) {
                boolean holdsNothing = entry.isDirectory()
                        && entries.stream()
                                .noneMatch(other ->
                                        !other.isDirectory() && other.getName().startsWith(entry.getName()));
                if (holdsNothing) {
                    empty.add(entry.getName());
                }
            }
            assertThat(empty).isEmpty();
        }
    }
}
