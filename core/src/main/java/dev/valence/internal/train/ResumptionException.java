package dev.valence.internal.train;

import dev.valence.InputException;
import java.io.Serial;

/**
 * A run can be resumed only by force: it differs from the one that saved the checkpoint, or its best model is damaged.
 */
public final class ResumptionException extends InputException {
    @Serial
    private static final long serialVersionUID = 1L;

    ResumptionException(String message) {
        super(message);
    }

    ResumptionException(InputException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
