package dev.valence.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.valence.InputException;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that were changed at random are read, listed as bad or refused; nothing else happens. */
class DatasetMutationsTest {
    private static final int MUTATIONS = Boolean.getBoolean("valence.chaos") ? 250_000 : 1_000;
    private static final long SEED = 43;
    private static final String[] PIECES = {
        "\"",
        "\"\"",
        ",",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\u00ff",
        "\u00ef\u00bb\u00bf",
        "{",
        "}",
        "[[[[",
        "null",
        ":",
        "\\ud800",
        "\\u0000",
        "1e999",
        "99999999999999999999",
        "\"text\":",
        "\"label\":",
        "sentence",
        " "
    };

    @TempDir
    Path folder;

    private static byte[] mutated(String content, Random random) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(Math.min(9, bytes.length - from + 1));
            ByteArrayOutputStream changed = new ByteArrayOutputStream();
            changed.write(bytes, 0, from);
            switch (random.nextInt(3)) {
                case 0 -> changed.write(random.nextInt(256));
                case 1 ->
                    changed.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1));
                default -> changed.write(bytes, from, to - from);
            }
            int rest = random.nextBoolean() ? from : to;
            changed.write(bytes, rest, bytes.length - rest);
            bytes = changed.toByteArray();
        }
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "x.csv   | 'text,label\n\"a, \"\"b\"\"\",0\n\"c\nd\",1\ne,0\n'",
                "x.tsv   | 'sentence\tlabel\na \"b\"\t0\nc\t1\nd\t0\n'",
                "x.jsonl | '{\"text\":\"a\",\"label\":0}\n"
                        + "{\"label\":\"1\",\"text\":\"b\\n"
                        + "\",\"more\":[1,{}]}\n"
                        + "{\"text\":\"c\",\"label\":0}\n"
                        + "'"
            })
    void areReadOrRefused(String name, String content) throws IOException {
        Random random = new Random(SEED);
        Path file = folder.resolve(name);
        int read = 0;
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] bytes = mutated(content, random);
            Files.write(file, bytes);
            boolean skip = mutation % 2 == 0;
            try {
                Split train = DatasetReader.read(file, ReadOptions.defaults().withSkipBadRows(skip))
                        .train();
                assertThat(train.size() + train.badRows().size()).isPositive().isLessThanOrEqualTo(bytes.length);
                read++;
            } catch (InputException e) {
                assertThat(e)
                        .message()
                        .as("seed %d, mutation %d", SEED, mutation)
                        .startsWith(file.toString())
                        .hasLineCount(1);
            } catch (RuntimeException | Error e) {
                fail(
                        "seed %d, mutation %d: %s"
                                .formatted(SEED, mutation, new String(bytes, StandardCharsets.ISO_8859_1)),
                        e);
            }
        }
        assertThat(read).isBetween(MUTATIONS / 10, MUTATIONS - 1);
    }

    /** Each of these lines opens a quote, whether one is open before it or not, so every row would be all that follows. */
    @Test
    void aFileOfUnclosedQuotesIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "text,label\na,0\n" + "\"x\",\"\n".repeat(100_000));
        assertThatThrownBy(() -> DatasetReader.read(file, ReadOptions.defaults().withSkipBadRows(true)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ":100002: expected quotes that are closed");
    }
}
