package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every public type that can be held says in its Javadoc whether threads may share it; records are values. */
class ThreadSafetyDocumentTest {
    private static final Pattern HELD = Pattern.compile(
            "^public (?:final |sealed |abstract |non-sealed )*(class|interface) (\\w+)", Pattern.MULTILINE);
    private static final Pattern INSTANCE_MEMBER =
            Pattern.compile("^    public (?!static |record |enum |interface |final class )", Pattern.MULTILINE);
    private static final Pattern SAYS = Pattern.compile(
            "(?i)thread-safe|immutable|between threads|(one|any|several|training) threads?|belongs to|in the thread");

    @ParameterizedTest
    @ValueSource(strings = {"core", "tokenizers-native", "formats", "hub", "maven", "onednn", "onnx"})
    void saysWhetherItMayBeShared(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Program.PROJECT.resolve(module).resolve("src/main/java"))) {
            List<Path> silent = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ThreadSafetyDocumentTest::isSilent)
                    .toList();
            assertThat(silent)
                    .as("public types whose Javadoc does not say whether threads may share them")
                    .isEmpty();
        }
    }

    private static boolean isSilent(Path file) {
        String source;
        try {
            source = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher held = HELD.matcher(source);
        if (!held.find() || held.group(2).endsWith("Exception")) {
            return false;
        }
        boolean hasInstances = held.group(1).equals("interface")
                || INSTANCE_MEMBER.matcher(source.substring(held.end())).find();
        int start = source.lastIndexOf("/**", held.start());
        return hasInstances
                && !SAYS.matcher(source.substring(start, held.start())).find();
    }
}
