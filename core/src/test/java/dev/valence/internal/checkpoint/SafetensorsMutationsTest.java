package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.valence.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers that were changed at random are read or refused; nothing else happens. A million of them with -Pchaos. */
class SafetensorsMutationsTest {
    private static final int MUTATIONS = Boolean.getBoolean("valence.chaos") ? 1_000_000 : 50_000;
    private static final long SEED = 29;
    private static final Path FILE = Path.of("mutated.safetensors");
    private static final int DATA_BYTES = 34;
    private static final String HEADER = "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[5],\"data_offsets\":[24,34]}}";
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\u0000",
        "-1",
        "1e999",
        "9223372036854775808",
        "\"a\":",
        "null",
        "\"dtype\":\"F64\",",
        "[[[[[[",
        "0",
        "00",
        "2147483648"
    };

    private static byte[] mutated(Random random) {
        byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
        for (int times = 1 + random.nextInt(3); times > 0 && header.length > 0; times--) {
            int from = random.nextInt(header.length);
            int to = from + random.nextInt(Math.min(12, header.length - from) + 1);
            ByteArrayOutputStream changed = new ByteArrayOutputStream();
            changed.write(header, 0, from);
            switch (random.nextInt(4)) {
                case 0 -> changed.write(random.nextInt(256));
                case 1 -> changed.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
                case 2 -> {
                    changed.write(header, from, to - from);
                    changed.write(header, from, to - from);
                }
                default -> {} // the bytes in between are left out
            }
            changed.write(header, to, header.length - to);
            header = changed.toByteArray();
        }
        return header;
    }

    @Test
    void areReadOrRefused() {
        Random random = new Random(SEED);
        int read = 0;
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            byte[] header = mutated(random);
            try {
                SafetensorsHeader parsed = SafetensorsHeader.parse(FILE, header, DATA_BYTES);
                long bytes = parsed.entries().values().stream()
                        .mapToLong(entry -> entry.end() - entry.begin())
                        .sum();
                assertThat(bytes).isEqualTo(DATA_BYTES);
                read++;
            } catch (InputException e) {
                if (!e.getMessage().startsWith("mutated.safetensors: required ")
                        || e.getMessage().contains("\n")) {
                    fail("seed %d, mutation %d: %s".formatted(SEED, mutation, e.getMessage()));
                }
            } catch (RuntimeException | Error e) {
                fail(
                        "seed %d, mutation %d: %s"
                                .formatted(SEED, mutation, new String(header, StandardCharsets.UTF_8)),
                        e);
            }
        }
        // some changes hit a name or the metadata, most do not
        assertThat(read).isBetween(MUTATIONS / 100, MUTATIONS / 2);
    }
}
