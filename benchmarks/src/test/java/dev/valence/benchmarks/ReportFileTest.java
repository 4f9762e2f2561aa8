package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @Test
    void onlyTheSectionIsReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("page.md");
        Files.writeString(
                file,
                "# Page\n\n<!-- measured: a -->\n\nold\n\n<!-- end: a -->\n\ntext between\n<!-- measured: b --><!-- end: b -->\n");
        new ReportFile(file).replace("a", "new\n");
        assertThat(file)
                .hasContent(
                        "# Page\n\n<!-- measured: a -->\n\nnew\n\n<!-- end: a -->\n\ntext between\n<!-- measured: b --><!-- end: b -->\n");
    }

    @Test
    void aNewSectionGoesToTheEnd() {
        assertThat(ReportFile.replaced("# Page\n", "a", "new"))
                .isEqualTo("# Page\n\n<!-- measured: a -->\n\nnew\n\n<!-- end: a -->\n");
    }

    @Test
    void aSectionWithoutEndIsNotGuessedAt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportFile.replaced("<!-- measured: a -->", "a", "new"))
                .withMessageContaining("<!-- end: a -->");
    }
}
