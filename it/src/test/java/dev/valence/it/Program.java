package dev.valence.it;

import dev.valence.cli.Main;
import dev.valence.internal.files.DyingProgram;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged program, run as users run it: a process of its own, with the flags of the script {@code valence}, in a
 * folder of the test. Its cache is in that folder too, and its proxy is a port that nobody answers, so that it reaches
 * no network.
 */
final class Program {
    /** The project's folder; surefire runs in that of the module. */
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    /** An encoder so small that starting the JVM takes longer than training it. */
    static final List<String> TINY = List.of(
            "--layers",
            "1",
            "--width",
            "32",
            "--heads",
            "2",
            "--feed-forward",
            "32",
            "--vocabulary-size",
            "300",
            "--shards",
            "2");

    private static final Path LIBRARIES = PROJECT.resolve(Path.of("cli", "target", "lib"));
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final int DISCARD_PORT = 9;
    private static final String IGNORED_SIGNALS = "SigIgn:";
    private static final long INTERRUPT_BIT = 1L << 1; // SIGINT is signal 2, counted from 1

    private final Path folder;
    private final boolean vectorModule;
    private final List<String> flags; // of the JVM, besides
    private final Class<?> main;

    private Program(Path folder, boolean vectorModule, List<String> flags, Class<?> main) {
        this.folder = folder;
        this.vectorModule = vectorModule;
        this.flags = flags;
        this.main = main;
    }

    /** The program in a working folder. */
    static Program in(Path folder) throws IOException {
        if (libraries().noneMatch(jar -> jar.startsWith("valence-cli"))) {
            throw new IllegalStateException("the program is not packaged; run these tests with mvn verify");
        }
        return new Program(folder, ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent(), List.of(), Main.class);
    }

    /** Names of the jars that make up the program, without their ending. */
    static Stream<String> libraries() throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            return jars
                    .map(jar -> jar.getFileName().toString())
                    .filter(jar -> jar.endsWith(".jar"))
                    .map(jar -> jar.substring(0, jar.length() - ".jar".length()))
                    .toList()
                    .stream();
        }
    }

    /** The same, started without the JDK's module for vectors. */
    Program withoutVectorModule() {
        return new Program(folder, false, flags, main);
    }

    /** The same with options for the JVM. */
    Program withFlags(String... others) {
        return new Program(folder, vectorModule, List.of(others), main);
    }

    /** The same, but that it kills itself before the operation of that number of all its saves. */
    Program dyingBefore(int operation) {
        String flag = "-D" + DyingProgram.OPERATION + "=" + operation;
        return new Program(folder, vectorModule, List.of(flag), DyingProgram.class);
    }

    /** Another program, a class of these tests, with the same libraries, flags and folder. */
    Program withMain(Class<?> other) {
        return new Program(folder, vectorModule, flags, other);
    }

    /** Runs it to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(arguments));
    }

    /** Runs it to its end. */
    Result run(List<String> arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    /** Runs it to its end with a text as its standard input. */
    Result runOn(String input, String... arguments) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("input"), input);
        return RunningProcess.start(builder(command(List.of(arguments))), file).end();
    }

    /** Trains a tiny encoder for one epoch, or as options say that come later. */
    Result finetune(String out, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("finetune", "--out", out, "--epochs", "1"));
        arguments.addAll(TINY);
        arguments.addAll(List.of(options));
        return run(arguments);
    }

    /** Starts it. */
    RunningProcess start(List<String> arguments) throws IOException {
        return RunningProcess.start(builder(command(arguments)), Path.of("/dev/null"));
    }

    /** The command line that runs it, for a shell. */
    String commandLine(List<String> arguments) {
        return command(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /** Starts a command line of the shell, in the program's folder and with its environment. */
    RunningProcess startShell(String line) throws IOException {
        return RunningProcess.start(builder(List.of("bash", "-c", line)), Path.of("/dev/null"));
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        if (vectorModule) {
            command.addAll(List.of("--add-modules", VECTOR_MODULE));
        }
        command.addAll(offline());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The jars of the program, and the classes of these tests where one of them starts it. */
    private String classPath() {
        String jars = LIBRARIES.resolve("*").toString();
        return main == Main.class
                ? jars
                : jars + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath();
    }

    private static List<String> offline() {
        return Stream.of("http", "https")
                .flatMap(scheme ->
                        Stream.of("-D" + scheme + ".proxyHost=127.0.0.1", "-D" + scheme + ".proxyPort=" + DISCARD_PORT))
                .toList();
    }

    private ProcessBuilder builder(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(heedingInterrupts());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.environment().put("VALENCE_CACHE", folder.resolve("cache").toString());
        builder.environment().put("VALENCE_JAVA_OPTIONS", String.join(" ", offline()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would tell of it on standard error
        return builder;
    }

    /** What a shell starts in the background ignores Ctrl-C, and so does all that it starts, unless told not to. */
    private static List<String> heedingInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return List.of();
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(IGNORED_SIGNALS))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring(IGNORED_SIGNALS.length()).strip(), 16))
                .findFirst()
                .orElse(0);
        return (ignored & INTERRUPT_BIT) == 0 ? List.of() : List.of("env", "--default-signal=INT");
    }
}
