package dev.valence.formats.pickle;

import dev.valence.InputException;
import java.io.Serial;

/** A pickle that is damaged, or needs more than arrays and their containers. None of its code was run. */
public final class PickleException extends InputException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MAX_QUOTED = 100;

    private final String opcode;
    private final int offset;

    PickleException(String source, String opcode, int offset, String required, String found) {
        super(source + ": " + opcode + " at offset " + offset + ": required " + shortened(required) + ", found "
                + shortened(found) + "; the file is damaged or no pickle of arrays, save the parameters alone again");
        this.opcode = opcode;
        this.offset = offset;
    }

    /** Name of the opcode that could not be carried out, as Python's {@code pickletools} prints it. */
    public String opcode() {
        return opcode;
    }

    /** Offset of that opcode in the file. */
    public int offset() {
        return offset;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }
}
