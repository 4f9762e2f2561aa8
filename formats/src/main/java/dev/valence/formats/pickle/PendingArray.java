package dev.valence.formats.pickle;

import org.jspecify.annotations.Nullable;

/** An incomplete array: NumPy first makes an empty one and sets its content later. */
final class PendingArray implements PickleValue.Leaf {
    private final int offset;
    private @Nullable PickleArray array;

    /** @param offset where the opcode stands that made it */
    PendingArray(int offset) {
        this.offset = offset;
    }

    void complete(PickleInput input, PickleArray complete) {
        if (array != null) {
            throw input.violation("one state for each array", "a second");
        }
        array = complete;
    }

    /** The array, once it is complete. */
    PickleArray array(PickleInput input) {
        if (array == null) {
            throw input.violationAt(offset, "an array's shape and values", "neither");
        }
        return array;
    }

    @Override
    public String describe() {
        return "an array";
    }
}
