package dev.valence.formats.pickle;

import java.util.ArrayList;
import java.util.List;

/** A mapping, as the pairs that were put into it; a later pair with the same key counts. */
final class PickleDict implements PickleValue.Container {
    /** One of its pairs. */
    record Entry(PickleValue key, PickleValue value) {}

    private final int offset;
    private final List<Entry> entries = new ArrayList<>(0);
    private int depth = 1;

    /** @param offset where the opcode stands that made it */
    PickleDict(int offset) {
        this.offset = offset;
    }

    void put(PickleValue key, PickleValue value) {
        entries.add(new Entry(key, value));
        depth = Math.max(depth, 1 + Math.max(key.depth(), value.depth()));
    }

    List<Entry> entries() {
        return entries;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** Nesting depth at the time each value was added. */
    @Override
    public int depth() {
        return depth;
    }

    @Override
    public String describe() {
        return "a mapping of " + entries.size();
    }
}
