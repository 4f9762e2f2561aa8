package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a tokenizer runs in Java, no class of the native library's binding is so much as looked for. */
class WithoutLibraryTest {
    /** Loads this project's classes anew, and knows no others but the platform's and those of Jackson. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(WithoutLibraryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("ai.djl.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.valence.") || findLoadedClass(name) != null) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte_pair.json", "word_piece.json"})
    void opensAndEncodes(String name) throws Exception {
        Path file = TokenizerContract.resource(name);
        Class<?> type = new Loader().loadClass(HuggingFaceTokenizer.class.getName());
        try (AutoCloseable tokenizer =
                (AutoCloseable) type.getMethod("open", Path.class, int.class).invoke(null, file, 17)) {
            Object encoding = type.getMethod("encode", String.class).invoke(tokenizer, "The river [MASK]");
            try (Tokenizer reference = ReferenceTokenizer.open(file, 17)) {
                assertThat(encoding)
                        .hasToString(reference.encode("The river [MASK]").toString());
            }
        }
    }
}
