package dev.valence.formats.pickle;

import java.util.ArrayList;
import java.util.List;

/** A tuple, a list, or an object of an unresolved class such as a named tuple: its values in order. */
final class PickleSequence implements PickleValue.Container {
    private final int offset;
    private final String className;
    private final List<PickleValue> values;
    private final boolean growing;
    private int depth;

    /**
     * @param offset where the opcode stands that made it
     * @param className last part of the class's name; empty for tuples and lists
     * @param values what it holds, not copied
     * @param growing whether it is a list
     * @param depth levels of containers in it, itself included
     */
    private PickleSequence(int offset, String className, List<PickleValue> values, boolean growing, int depth) {
        this.offset = offset;
        this.className = className;
        this.values = values;
        this.growing = growing;
        this.depth = depth;
    }

    /** A tuple. */
    static PickleSequence tuple(int offset, List<PickleValue> values) {
        int depth = 1 + values.stream().mapToInt(PickleValue::depth).max().orElse(0);
        return new PickleSequence(offset, "", values, false, depth);
    }

    /** A list with nothing in it yet. */
    static PickleSequence list(int offset) {
        return new PickleSequence(offset, "", new ArrayList<>(0), true, 1);
    }

    /** An object of that class, made of a tuple without looking at each of its values again. */
    static PickleSequence record(int offset, String className, PickleSequence arguments) {
        return new PickleSequence(offset, className, arguments.values, false, arguments.depth);
    }

    /** Whether values can be added. */
    boolean growing() {
        return growing;
    }

    void add(PickleValue value) {
        values.add(value);
        depth = Math.max(depth, 1 + value.depth());
    }

    String className() {
        return className;
    }

    List<PickleValue> values() {
        return values;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int size() {
        return values.size();
    }

    /** Nesting depth at the time each value was added; later growth of a value is not counted. */
    @Override
    public int depth() {
        return depth;
    }

    @Override
    public String describe() {
        return (className.isEmpty() ? "a sequence" : className) + " of " + values.size();
    }
}
