package dev.valence.internal.model;

import dev.valence.InputException;
import java.util.Arrays;

/**
 * Problem type of a classifier, which determines the meaning of its logits and its loss; with the names of Hugging
 * Face.
 */
public enum ProblemType {
    /** One of the classes: softmax and cross entropy. */
    SINGLE_LABEL("single_label_classification"),
    /** Any number of the classes: a sigmoid and a binary cross entropy for each. */
    MULTI_LABEL("multi_label_classification"),
    /** Numbers: the mean squared error. */
    REGRESSION("regression");

    private final String id;

    ProblemType(String id) {
        this.id = id;
    }

    /** Its name in files. */
    public String id() {
        return id;
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static ProblemType of(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException("a problem type is one of single_label_classification,"
                        + " multi_label_classification, regression; found '" + id + "'"));
    }
}
