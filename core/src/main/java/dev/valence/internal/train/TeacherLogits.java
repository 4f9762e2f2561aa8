package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.Progress;
import dev.valence.internal.files.Sha256;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.ByteBuffer;

/**
 * Logits of a teacher for the training texts of a student.
 *
 * @param labels its classes
 * @param logits finite, [N, C]
 */
public record TeacherLogits(LabelSet labels, float[] logits) {
    /** Texts between two reports of progress. */
    private static final int PORTION = 512;

    /**
     * Checks the numbers.
     *
     * @throws InputException if one is not finite
     * @throws IllegalArgumentException if there are not C for each text
     */
    public TeacherLogits {
        if (logits.length % labels.size() != 0) {
            throw new IllegalArgumentException("every text needs a logit of each of " + labels.size()
                    + " classes, found " + logits.length + " logits");
        }
        for (int i = 0; i < logits.length; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new InputException("the teacher must say something of every text, found the logit " + logits[i]
                        + " for text " + (i / labels.size() + 1) + "; use another teacher");
            }
        }
    }

    /**
     * Runs a classifier forward over texts.
     *
     * @param teacher whose workers are used
     * @param texts N texts of its {@link TransformerClassifier#evaluationTokenizer}
     * @param progress hears how many texts are done
     * @throws IllegalArgumentException if it does not tell one class of each text
     */
    public static TeacherLogits of(TransformerClassifier teacher, TokenBatch texts, Progress progress) {
        if (teacher.problem() != ProblemType.SINGLE_LABEL) {
            throw new IllegalArgumentException("a teacher tells one class of each text, found one for "
                    + teacher.problem().id());
        }
        int classes = teacher.labels().size();
        float[] logits = new float[texts.texts() * classes];
        for (int from = 0; from < texts.texts(); from += PORTION) {
            int to = Math.min(texts.texts(), from + PORTION);
            float[] portion = teacher.logits(texts.slice(from, to));
            System.arraycopy(portion, 0, logits, from * classes, portion.length);
            progress.update(to, texts.texts());
        }
        return new TeacherLogits(teacher.labels(), logits);
    }

    /** Number of texts N. */
    public int size() {
        return logits.length / labels.size();
    }

    /** SHA-256 of the logits, 64 hexadecimal digits: the identity of a teacher. */
    public String contentHash() {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * logits.length);
        bytes.asFloatBuffer().put(logits);
        return new Sha256().add(bytes.array()).hex();
    }

    /** The logits of these texts, [texts, C]. */
    float[] select(int... texts) {
        int classes = labels.size();
        float[] selected = new float[texts.length * classes];
        for (int i = 0; i < texts.length; i++) {
            System.arraycopy(logits, texts[i] * classes, selected, i * classes, classes);
        }
        return selected;
    }
}
