package dev.valence.internal.files;

import dev.valence.Example;
import dev.valence.LabelSet;
import java.util.List;

/** Fingerprints by which two runs are known to have used the same examples. */
public final class ExampleDigest {
    private ExampleDigest() {}

    /** SHA-256 of the UTF-8 bytes of a text, in hexadecimal. */
    public static String of(String text) {
        return new Sha256().add(text).hex();
    }

    /** SHA-256 of one line {@code digest<TAB>label} for each example. */
    public static String of(LabelSet labels, int[] truth, List<String> textDigests) {
        Sha256 digest = new Sha256();
        for (int i = 0; i < truth.length; i++) {
            digest.add(textDigests.get(i) + "\t" + labels.name(truth[i]) + "\n");
        }
        return digest.hex();
    }

    /** SHA-256 over texts and labels of labelled examples, the same for the same in the same order. */
    public static String of(LabelSet labels, List<Example> examples) {
        int[] truth = examples.stream().mapToInt(Example::label).toArray();
        return of(
                labels,
                truth,
                examples.stream().map(example -> of(example.text())).toList());
    }
}
