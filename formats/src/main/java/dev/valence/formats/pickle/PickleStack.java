package dev.valence.formats.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stack of the pickle machine with its marks, and its memo. Both grow with the opcodes read, not with claims. */
final class PickleStack {
    /** Containers begun and not ended, one within another; deeper than any pytree, and flat enough to walk safely. */
    static final int MAX_DEPTH = 64;

    private final PickleInput input;
    private final List<PickleValue> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();

    PickleStack(PickleInput input) {
        this.input = input;
    }

    void push(PickleValue value) {
        if (value.depth() > MAX_DEPTH) {
            throw tooDeep();
        }
        values.add(value);
    }

    PickleValue peek() {
        if (values.size() <= floor()) {
            throw input.violation("a value on the stack", "none");
        }
        return values.get(values.size() - 1);
    }

    PickleValue pop() {
        PickleValue top = peek();
        values.remove(values.size() - 1);
        return top;
    }

    /** The top values, the last pushed last. */
    List<PickleValue> pop(int count) {
        return popFrom(Math.max(values.size() - count, 0), count);
    }

    void mark() {
        if (marks.size() == MAX_DEPTH) {
            throw tooDeep();
        }
        marks.add(values.size());
    }

    /** The values above the last mark, which goes too. */
    List<PickleValue> popMark() {
        int from = floor();
        if (marks.isEmpty()) {
            throw input.violation("a mark on the stack", "none");
        }
        marks.remove(marks.size() - 1);
        return popFrom(from, values.size() - from);
    }

    /** The one value left at the end. */
    PickleValue result() {
        if (!marks.isEmpty() || values.size() != 1) {
            throw input.violation("one value on the stack at the end", values.size() + " of them");
        }
        return values.get(0);
    }

    void put(long index) {
        if (index >= input.size()) {
            throw input.violation("a place of the memo below the file's size", "place " + index);
        }
        memo.put((int) index, peek());
    }

    void memoize() {
        put(memo.size());
    }

    PickleValue get(long index) {
        PickleValue value = index > Integer.MAX_VALUE ? null : memo.get((int) index);
        if (value == null) {
            throw input.violation("a value in place " + index + " of the memo", "none");
        }
        return value;
    }

    /** Values below the last mark cannot be reached. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private List<PickleValue> popFrom(int from, int count) {
        if (from < floor() || values.size() - from < count) {
            throw input.violation(count + " values on the stack", (values.size() - floor()) + " of them");
        }
        List<PickleValue> above = values.subList(from, values.size());
        List<PickleValue> popped = new ArrayList<>(above);
        above.clear();
        return popped;
    }

    private PickleException tooDeep() {
        return input.violation("at most " + MAX_DEPTH + " levels of containers", "more");
    }
}
