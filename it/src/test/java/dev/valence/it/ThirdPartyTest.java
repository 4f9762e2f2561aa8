package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** THIRD-PARTY.md lists the jars that are shipped: all of them, in these versions, and no others. */
class ThirdPartyTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z0-9._-]+-\\d\\S*)");

    @Test
    void everyShippedJarIsListed() throws IOException {
        String document = Files.readString(Program.PROJECT.resolve("THIRD-PARTY.md"));
        List<String> listed =
                ROW.matcher(document).results().map(row -> row.group(1)).toList();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Program.libraries()
                        .filter(jar -> !jar.startsWith("valence-"))
                        .toList());
    }
}
