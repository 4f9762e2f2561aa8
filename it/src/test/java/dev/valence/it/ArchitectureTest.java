package dev.valence.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directions of the packages, as docs/architecture.md draws them. */
class ArchitectureTest {
    private static final String ROOT = "dev.valence";

    /** A package may use those before it, none after it; the last is the command line's. */
    private static final List<String> ORDER = List.of(
            "",
            "files",
            "compute",
            "onednn",
            "tokenize",
            "data",
            "model",
            "checkpoint",
            "weights",
            "evaluate",
            "baseline",
            "classify",
            "onnx",
            "train",
            "report",
            "cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/it/target/"))
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(ROOT);

    private static String name(String simple) {
        return simple.isEmpty() ? ROOT : ROOT + "." + simple;
    }

    /** The name of a package below the root, without those below itself. */
    private static String simple(String packageName) {
        String below = packageName.substring(ROOT.length());
        int end = below.indexOf('.', 1);
        return below.isEmpty() ? "" : below.substring(1, end < 0 ? below.length() : end);
    }

    /** A package with those below it; the root package by itself. */
    private static String pattern(String simple) {
        return simple.isEmpty() ? ROOT : name(simple) + "..";
    }

    private static String[] patterns(List<String> simples) {
        return simples.stream().map(ArchitectureTest::pattern).toArray(String[]::new);
    }

    @Test
    void theOrderNamesEveryPackage() {
        Set<String> found = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(ArchitectureTest::simple)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactlyInAnyOrderElementsOf(ORDER);
    }

    static Stream<String> packagesButTheLast() {
        return ORDER.stream().limit(ORDER.size() - 1L);
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("packagesButTheLast")
    void aPackageUsesOnlyThoseBeforeIt(String own) {
        List<String> later = ORDER.subList(ORDER.indexOf(own) + 1, ORDER.size());
        check(noClasses()
                .that()
                .resideInAPackage(pattern(own))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(patterns(later)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "baseline", "data", "checkpoint", "weights"})
    void whatWorksWithoutATransformerNeverSeesModel(String own) {
        check(noClasses()
                .that()
                .resideInAPackage(pattern(own))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(pattern("model")));
    }

    @Test
    void onlyTheCommandLinePrintsReadsTheEnvironmentOrExits() {
        check(noClasses()
                .that(not(resideInAPackage(pattern("cli"))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void theVectorApiStaysInItsPackage() {
        check(noClasses()
                .that(not(resideInAPackage("dev.valence.compute.vector")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.valence.compute.vector", "jdk.incubator.vector..")));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*\\.(Abstract\\w*|\\w*(Utils?|Helper|Manager|Common))"));
    }

    @Test
    void nothingLogsButTheCommandLine() {
        check(noClasses()
                .that(not(resideInAPackage(pattern("cli"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        Set<String> marked = CLASSES.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(packages).hasSizeGreaterThanOrEqualTo(ORDER.size());
        assertThat(marked).isEqualTo(packages);
    }

    @Test
    void publicClassesAreNotMadeToBeExtended() {
        check(classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotAssignableTo(Exception.class)
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
