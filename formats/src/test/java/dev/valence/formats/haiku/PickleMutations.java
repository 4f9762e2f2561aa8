package dev.valence.formats.haiku;

import dev.valence.InputException;
import dev.valence.formats.pickle.HostilePickles;
import dev.valence.formats.pickle.PickleException;
import dev.valence.formats.pickle.PickleFile;
import dev.valence.formats.pickle.PickledTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program of its own, so that its memory can be limited: reads damaged pickles and hostile ones. Ends with 0 and counts
 * if each was read or refused by the exceptions meant for that, otherwise with a stack trace.
 *
 * <p>Arguments: seed, number of mutations, golden files.
 */
public final class PickleMutations {
    private static final Path NAME = Path.of("mutated.pkl");
    private static final int LARGE = 64 << 20;

    private int read;
    private int refused;
    private int misfit;

    private PickleMutations() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[0]));
        List<byte[]> golden = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            golden.add(Files.readAllBytes(Path.of(arguments[i])));
        }
        PickleMutations mutations = new PickleMutations();
        for (HostilePickles.Hostile hostile : HostilePickles.all()) {
            mutations.open(hostile.content());
        }
        mutations.open(largeFileOfNothingButLists());
        int hostile = mutations.refused;
        int count = Integer.parseInt(arguments[1]);
        for (int i = 0; i < count; i++) {
            byte[] victim = golden.get(random.nextInt(golden.size()));
            byte[] donor = golden.get(random.nextInt(golden.size()));
            mutations.open(mutated(victim, donor, random));
        }
        System.out.println(
                hostile + " " + (mutations.refused - hostile) + " " + mutations.misfit + " " + mutations.read);
    }

    private void open(byte[] content) {
        try {
            PickleFile pickle = PickleFile.parse(NAME.toString(), ByteBuffer.wrap(content));
            for (PickledTensor tensor : pickle.tensors()) {
                if (tensor.array().isFloat()) {
                    tensor.array().read(new float[tensor.array().size()], 0);
                }
            }
            HaikuCheckpoint.of(NAME, pickle);
            read++;
        } catch (PickleException e) {
            refused++;
        } catch (InputException e) {
            misfit++;
        }
    }

    /** Bytes that cost the reader more than they are: each makes an object. */
    private static byte[] largeFileOfNothingButLists() {
        byte[] content = new byte[LARGE];
        Arrays.fill(content, (byte) ']');
        content[0] = (byte) 0x80;
        content[1] = 2;
        return content;
    }

    private static byte[] mutated(byte[] victim, byte[] donor, SplittableRandom random) {
        int from = random.nextInt(victim.length);
        int length = 1 + random.nextInt(random.nextInt(8) == 0 ? victim.length - from : 16);
        int to = Math.min(victim.length, from + length);
        return switch (random.nextInt(6)) {
            case 0 -> overwritten(victim, random, 1 + random.nextInt(8));
            case 1 -> overwritten(victim, random, victim.length / 20);
            case 2 -> joined(victim, 0, from, victim, to, victim.length); // cut out
            case 3 -> joined(victim, 0, to, victim, from, victim.length); // doubled
            case 4 -> joined(victim, 0, from, donor, Math.min(from, donor.length), donor.length); // grafted
            default -> joined(victim, 0, from, donor, 0, 0); // cut off
        };
    }

    private static byte[] overwritten(byte[] victim, SplittableRandom random, int times) {
        byte[] mutated = victim.clone();
        for (int i = 0; i < times; i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    private static byte[] joined(byte[] first, int from, int to, byte[] second, int secondFrom, int secondTo) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first, from, to - from);
        bytes.write(second, secondFrom, secondTo - secondFrom);
        return bytes.toByteArray();
    }
}
