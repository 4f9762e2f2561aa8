package dev.valence.benchmarks;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures: {@code [--quick] [--rounds N] [--python INTERPRETER] [--data SST2] [--out FILE] [WHAT…]}. Writes the sections
 * into docs/performance.md, or for a quick try, whose figures mean nothing, into a file of the working directory.
 */
public final class Main {
    private static final int ROUNDS = 5;
    private static final int QUICK_ROUNDS = 2;

    private boolean quick;
    private int rounds;
    private String python = "python3";
    private final Path project;
    private Path sst2;
    private Path out;
    private final List<String> names = new ArrayList<>();

    private Main(Path project) {
        this.project = project;
        this.sst2 = project.resolve("../shared/data/sst2");
        this.out = project.resolve("docs/performance.md");
    }

    /** All that can be measured, in the order in which it is. */
    static List<Suite> suites() {
        return List.of(
                new TrainingSuite(Shape.TUTORIAL, 2560),
                new TrainingSuite(Shape.MINILM, 1280),
                new TrainingSuite(Shape.BERT_BASE, 384),
                ForwardSuite.many(Shape.MINILM, 2048),
                ForwardSuite.oneByOne(Shape.MINILM, 200),
                ForwardSuite.oneByOne(Shape.MINILM, 200, 24),
                new WordSuites.Tokenizers(),
                new WordSuites.Baseline(),
                new KernelSuite(),
                new RooflineSuite(),
                new GrowthSuite());
    }

    /** The first argument is the project's directory, which the script {@code benchmarks/run} adds. */
    public static void main(String[] arguments) throws IOException {
        try {
            Main main = new Main(Path.of(arguments[0]));
            main.read(List.of(arguments).subList(1, arguments.length));
            main.run();
        } catch (IllegalArgumentException | InputException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        } catch (PeerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(1);
        }
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--quick")) {
                quick = true;
            } else if (argument.startsWith("--")) {
                i++;
                if (i == arguments.size()) {
                    throw new IllegalArgumentException(argument + " needs a value");
                }
                option(argument, arguments.get(i));
            } else {
                names.add(argument);
            }
        }
    }

    private void option(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--python" -> python = value;
            case "--data" -> sst2 = Path.of(value);
            case "--out" -> out = Path.of(value);
            default -> throw new IllegalArgumentException("there is no option " + name);
        }
    }

    private void run() throws IOException {
        List<String> known = suites().stream().map(Suite::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("required one of " + String.join(", ", known) + ", found " + name);
            }
        }
        Path folder = Files.createDirectories(project.resolve("benchmarks/target/work"));
        int times = rounds > 0 ? rounds : quick ? QUICK_ROUNDS : ROUNDS;
        Settings settings = new Settings(quick, times, python, project, sst2, folder);
        Path file = quick ? folder.resolve("performance.md") : out;
        for (Suite suite : suites()) {
            if (names.isEmpty() || names.contains(suite.name())) {
                System.out.println("== " + suite.name());
                String section =
                        suite.run(settings, System.out::println) + "\n" + circumstances(suite.statistic(settings));
                System.out.println(section);
                new ReportFile(file).replace(suite.name(), section);
            }
        }
        System.out.println("Written: " + file);
    }

    private static String circumstances(String statistic) {
        return statistic + ", " + LocalDate.now(ZoneOffset.UTC) + ", load " + Machine.load() + " at the end; "
                + Machine.describe() + ".";
    }
}
