package dev.valence.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.valence.internal.compute.Backend;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "internal.compute",
            "internal.compute.vector",
            "internal.files",
            "internal.json",
            "internal.engine",
            "internal.tokenize",
            "data",
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
            "formats.inspect",
            "hub",
            "maven",
            "onednn",
            "tokenizers",
            "onnx",
            "cli");

    /** The packages for users. */
    private static final List<String> EXPORTED = List.of("", "data", "train", "evaluate");

    /** Nouns of training, which the loop knows; all else in that package are recipes, which know the loop. */
    private static final List<String> TRAINING_NOUNS = List.of(
            "Cutting",
            "MaskReplacement",
            "Metric",
            "NormPlacement",
            "PositionKind",
            "Schedule",
            "TrainingListener",
            "Validation",
            "WindowAggregation");

    /** Where users begin: these know everything below the command line, and nothing internal knows them. */
    private static final DescribedPredicate<JavaClass> ENTRY_POINTS =
            DescribedPredicate.describe("entry points", ArchitectureTest::isEntryPoint);

    /** Nouns with static factories that read files; internals know the nouns. */
    private static final DescribedPredicate<JavaClass> FACTORIES =
            DescribedPredicate.describe("factories", type -> List.of(name("data") + ".Dataset", name("data") + ".Split")
                    .contains(outermost(type).getName()));

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

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    private static boolean isEntryPoint(JavaClass type) {
        if (!type.getPackageName().startsWith(ROOT)) {
            return false;
        }
        JavaClass outer = outermost(type);
        return switch (simple(outer.getPackageName())) {
            case "" -> outer.getSimpleName().equals("Valence");
            case "train" -> !TRAINING_NOUNS.contains(outer.getSimpleName());
            default -> false;
        };
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
        List<String> later = new ArrayList<>(ORDER.subList(ORDER.indexOf(own) + 1, ORDER.size()));
        later.remove(""); // which the lowest package and the root know of each other
        check(noClasses()
                .that()
                .resideInAPackage(name(own))
                .and(not(ENTRY_POINTS))
                .and(not(FACTORIES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(patterns(later)));
    }

    @Test
    void internalsDoNotKnowWhereUsersBegin() {
        check(noClasses().that().resideInAPackage(ROOT + ".internal..").should().dependOnClassesThat(ENTRY_POINTS));
    }

    /** A type of the public API that comes or goes changes public-api.txt. */
    @Test
    void thePublicApiIsTheListOfIt() throws IOException, URISyntaxException {
        List<String> listed = Files.readAllLines(
                Path.of(ArchitectureTest.class.getResource("public-api.txt").toURI()));
        assertThat(exported().map(JavaClass::getName).map(type -> type.substring(ROOT.length() + 1)))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    /** What a user can call neither takes nor returns what may change without notice. */
    @Test
    void thePublicApiShowsNothingInternal() {
        Set<String> shown = new TreeSet<>();
        exported()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                .forEach(member -> Stream.concat(
                                member.getRawParameterTypes().stream(), Stream.of(member.getRawReturnType()))
                        .filter(type -> type.getName().startsWith(ROOT + ".internal"))
                        .forEach(type -> shown.add(member.getFullName() + " shows " + type.getName())));
        assertThat(shown).isEmpty();
    }

    private static Stream<JavaClass> exported() {
        return CLASSES.stream()
                .filter(type -> EXPORTED.contains(simple(type.getPackageName())))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data",
                "evaluate",
                "internal.rows",
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
    void nothingLogsButTheCommandLineAndAHintOnTheVectorApi() {
        check(noClasses()
                .that(not(resideInAPackage(name("cli"))))
                .and(not(equivalentTo(Backend.class).or(nameStartingWith(Backend.class.getName() + "$"))))
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
                .and(DescribedPredicate.describe(
                        "are not sealed", type -> !type.reflect().isSealed()))
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
