package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option that a text of the program names can be given: to the verb named before it, else where the text's class speaks,
 * be it a verb or the options of several, else to some verb.
 */
class MessagesTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> MODULES = List.of("core", "maven", "onednn", "onnx", "cli");
    /** Of the JVM, and of grep. */
    private static final Set<String> OPTIONS_OF_OTHERS =
            Set.of("--add-modules", "--enable-native-access", "--line-buffered");

    private static final String OPTION = "(?<![\\w-])--[a-z][a-z0-9-]*";
    /** Literals of Java, and what only looks like them: characters and comments. */
    private static final Pattern LITERAL = Pattern.compile("\"\"\"([\\s\\S]*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\""
            + "|'(?:\\\\.|[^'\\\\\\n])+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");

    private static final Pattern JOINED = Pattern.compile("\\s*\\+\\s*");

    private static final Map<String, Set<String>> OPTIONS = new TreeMap<>(); // by verb
    /** By the class of a verb or of options that several verbs have in common: what can be given wherever it speaks. */
    private static final Map<String, Set<String>> OPTIONS_OF_CLASSES = new HashMap<>();

    @BeforeAll
    static void askTheProgram() {
        collect(Main.parser(Terminal.system()), "");
    }

    private static void collect(CommandLine command, String verb) {
        command.getSubcommands().forEach((name, inner) -> collect(inner, (verb + " " + name).strip()));
        CommandSpec spec = command.getCommandSpec();
        Set<String> options =
                spec.options().stream().flatMap(MessagesTest::names).collect(Collectors.toCollection(HashSet::new));
        OPTIONS.put(verb, options);
        if (command.getSubcommands().isEmpty()) {
            OPTIONS_OF_CLASSES
                    .computeIfAbsent(className(spec), name -> new HashSet<>())
                    .addAll(options);
            shared(spec, options);
        }
    }

    /** Classes of options that are mixed into a verb can only speak of what all of their verbs have. */
    private static void shared(CommandSpec spec, Set<String> options) {
        for (CommandSpec mixin : spec.mixins().values()) {
            OPTIONS_OF_CLASSES
                    .computeIfAbsent(className(mixin), name -> new HashSet<>(options))
                    .retainAll(options);
            shared(mixin, options);
        }
    }

    private static Stream<String> names(OptionSpec option) {
        return Stream.of(option.names())
                .flatMap(name -> option.negatable() ? Stream.of(name, name.replace("--", "--no-")) : Stream.of(name));
    }

    private static String className(CommandSpec spec) {
        Class<?> made = spec.userObject() instanceof Method method
                ? method.getDeclaringClass()
                : spec.userObject().getClass();
        while (made.getEnclosingClass() != null) {
            made = made.getEnclosingClass();
        }
        return made.getSimpleName();
    }

    @Test
    void everyOptionNamedInASourceCanBeGivenWhereItIsNamed() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path file : sources()) {
            String name = file.getFileName().toString().replace(".java", "");
            for (String text : texts(Files.readString(file))) {
                Map<String, Boolean> options = options(text, name);
                named += options.size();
                options.forEach((option, exists) -> {
                    if (!exists) {
                        missing.add(name + ": " + option + " in \"" + text + "\"");
                    }
                });
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).as("options that were found").isGreaterThan(100);
    }

    @Test
    void everyOptionNamedInTheLauncherIsOneOfTheProgramOrOfWhatItStarts() throws IOException {
        String script =
                Files.readString(PROJECT.resolve("cli/src/main/bin/valence")).replaceAll("(?m)^\\s*#.*$", "");
        assertThat(options(script, "valence"))
                .containsKey("--add-modules")
                .allSatisfy((option, exists) -> assertThat(exists).as(option).isTrue());
    }

    @Test
    void anOptionThatIsNotThereIsFound() {
        assertThat(options("give --format", "RowReader")).containsEntry("--format", false);
        assertThat(options("go on with --resume", "PredictCommand")).containsEntry("--resume", false);
        assertThat(options("go on with finetune --resume", "PredictCommand")).containsEntry("finetune --resume", true);
        assertThat(options("start with predict --init", "RowReader")).containsEntry("predict --init", false);
        assertThat(options("see --split", "DataOptions")).containsEntry("--split", false); // of some of its verbs only
        assertThat(texts("a(\"one --x\" // \"--no\"\n + \" more\", '\"', \"two\"); /* \"--no\" */"))
                .containsExactly("one --x more", "two");
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    /** The string literals of a source, those put together by {@code +} as one. */
    private static List<String> texts(String source) {
        List<String> texts = new ArrayList<>();
        int end = -1; // of the literal before
        String code = LITERAL.matcher(source)
                .replaceAll(token -> token.group().startsWith("/") ? "" : Matcher.quoteReplacement(token.group()));
        Matcher literals = LITERAL.matcher(code);
        while (literals.find()) {
            String text = literals.group(1) != null ? literals.group(1) : literals.group(2);
            if (text == null) {
                continue;
            }
            int last = texts.size() - 1;
            if (end >= 0
                    && JOINED.matcher(code.substring(end, literals.start())).matches()) {
                texts.set(last, texts.get(last) + text);
            } else {
                texts.add(text);
            }
            end = literals.end();
        }
        return texts;
    }

    /** The options that a text of a class names, with the verb named before them, and whether they can be given. */
    private static Map<String, Boolean> options(String text, String className) {
        String verbs = OPTIONS.keySet().stream()
                .filter(verb -> !verb.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        Map<String, Boolean> options = new TreeMap<>();
        Pattern.compile("(?:\\b(" + verbs + ") )?(" + OPTION + ")")
                .matcher(text)
                .results()
                .forEach(found -> options.put(found.group(), exists(found, text, className)));
        return options;
    }

    private static boolean exists(MatchResult found, String text, String className) {
        String verb = found.group(1);
        String option = found.group(2);
        if (verb != null) {
            return OPTIONS.getOrDefault(verb, Set.of()).contains(option);
        }
        if (OPTIONS_OF_OTHERS.contains(option)) {
            return true;
        }
        Set<String> own = OPTIONS_OF_CLASSES.getOrDefault(className, Set.of());
        boolean constant = text.equals(option); // which the class looks for in a command line
        return (own.isEmpty() || constant)
                ? OPTIONS.values().stream().anyMatch(all -> all.contains(option))
                : own.contains(option);
    }
}
