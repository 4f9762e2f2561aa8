package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Damages a file in every way a disk or a copy does: cut off at each 64th of it, and with one bit after the other turned,
 * a hundred of them or with {@code -Pchaos} a thousand.
 */
public final class Damage {
    private static final int CUTS = 64;
    private static final int FLIPS = Boolean.getBoolean("valence.chaos") ? 1_000 : 100;
    private static final long SEED = 23;

    private Damage() {}

    /** Damages a file and restores it, and makes sure that each time its reader refuses it and names it. */
    public static void isAlwaysNoticed(Path file, Consumer<Path> reader) throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int cut = 0; cut < CUTS; cut++) {
            byte[] part = new byte[(int) ((long) good.length * cut / CUTS)];
            System.arraycopy(good, 0, part, 0, part.length);
            Files.write(file, part);
            isRefused(file, reader, "cut to " + part.length + " bytes");
        }
        Random random = new Random(SEED);
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] bad = good.clone();
            int bit = random.nextInt(8 * good.length);
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            isRefused(file, reader, "bit " + bit + " turned, seed " + SEED);
        }
        Files.write(file, good);
    }

    private static void isRefused(Path file, Consumer<Path> reader, String damage) {
        String name = file.getFileName().toString();
        assertThat(catchThrowable(() -> reader.accept(file.getParent())))
                .as("%s %s", name, damage)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name);
    }
}
