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
    private static final String VECTOR = ROOT + ".internal.compute.vector";

    /** A package may use those before it, none after it; "" is the root, the last is the command line's. */
    private static final List<String> ORDER = List.of(
            "internal",
            "",
            "internal.files",
            "internal.json",
            "internal.compute",
            "internal.compute.vector",
            "internal.tokenize",
            "data",
            "internal.audit",
            "internal.rows",
            "internal.generated",
            "train",
            "internal.corpus",
            "internal.model",
            "internal.checkpoint",
            "internal.checkpoint.huggingface",
            "internal.weights",
            "evaluate",
            "internal.baseline",
            "internal.transformer",
            "internal.train",
            "internal.report",
            "formats",
            "formats.pickle",
            "formats.haiku",
            "formats.onnx",
            "formats.tensorflow",
            "hub",
            "maven",
            "onednn",
            "tokenizers",
            "onnx",
            "cli");

    /** Modules that core finds by ServiceLoader, each by itself. */
    private static final List<String> PROVIDERS = List.of("formats", "hub", "maven", "onednn", "tokenizers");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/it/target/"))
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(ROOT);

    private static String name(String simple) {
        return simple.isEmpty() ? ROOT : ROOT + "." + simple;
    }

    /** The name of a package below the root. */
    private static String simple(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }

    private static String[] patterns(List<String> simples) {
        return simples.stream().map(ArchitectureTest::name).toArray(String[]::new);
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
                .resideInAPackage(name(own))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(patterns(later)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data",
                "evaluate",
                "internal.rows",
                "internal.audit",
                "internal.baseline",
                "internal.checkpoint",
                "internal.weights"
            })
    void whatWorksWithoutATransformerNeverSeesModel(String own) {
        check(noClasses()
                .that()
                .resideInAPackage(name(own))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(name("internal.model")));
    }

    static Stream<String> providers() {
        return PROVIDERS.stream();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aProviderUsesNoOther(String own) {
        String[] others = PROVIDERS.stream()
                .filter(other -> !other.equals(own))
                .map(other -> name(other) + "..")
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(name(own) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
    }

    @Test
    void onlyThreeModulesHaveNatives() {
        check(noClasses()
                .that(not(resideInAnyPackage(patterns(List.of("onednn", "tokenizers", "onnx")))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "org.bytedeco..", "com.sun.jna.."));
    }

    @Test
    void onlyTheCommandLinePrintsReadsTheEnvironmentOrExits() {
        check(noClasses()
                .that(not(resideInAPackage(name("cli"))))
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
                .that(not(resideInAPackage(VECTOR)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(VECTOR, "jdk.incubator.vector..")));
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*\\.(Abstract\\w*|\\w*(Utils?|Helper|Manager|Common))"));
    }

    @Test
    void nothingLogsButTheCommandLine() {
        check(noClasses()
                .that(not(resideInAPackage(name("cli"))))
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
