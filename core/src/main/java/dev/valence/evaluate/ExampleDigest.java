package dev.valence.evaluate;

import dev.valence.Example;
import dev.valence.LabelSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Fingerprints by which two runs are known to have used the same examples. */
public final class ExampleDigest {
    private ExampleDigest() {}

    /** SHA-256 of the UTF-8 bytes of a text, in hexadecimal. */
    static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of one line {@code digest<TAB>label} for each example. */
    static String of(LabelSet labels, int[] truth, List<String> textDigests) {
        MessageDigest digest = sha256();
        for (int i = 0; i < truth.length; i++) {
            String line = textDigests.get(i) + "\t" + labels.name(truth[i]) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 over texts and labels of labelled examples, the same for the same in the same order. */
    public static String of(LabelSet labels, List<Example> examples) {
        int[] truth = examples.stream().mapToInt(Example::label).toArray();
        return of(
                labels,
                truth,
                examples.stream().map(example -> of(example.text())).toList());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
