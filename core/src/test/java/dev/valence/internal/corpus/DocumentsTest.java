package dev.valence.internal.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    Path folder;

    @Test
    void readsFilesAsOneUntilThereAreEnoughDocumentsOrCharacters() throws IOException {
        Path first = Files.writeString(folder.resolve("first.txt"), "aa\n\nbbbbb\r\nc");
        Path second = Files.writeString(folder.resolve("second.txt"), "\uFEFFdd\n \neeeeeee\nf\ng\n");
        try (Documents.Reader reader = new Documents(List.of(first, second)).reader()) {
            assertThat(reader.read(3, 7)).containsExactly("aa", "bbbbb");
            assertThat(reader.read(3, 7)).containsExactly("c", "dd", "eeeeeee");
            assertThat(reader.read(1, 7)).containsExactly("f");
            assertThat(reader.read(3, 7)).containsExactly("g");
            assertThat(reader.read(3, 7)).isEmpty();
        }
    }
}
