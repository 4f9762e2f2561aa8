package dev.valence.formats.pickle;

import dev.valence.formats.pickle.PickleValue.Container;
import dev.valence.formats.pickle.PickleValue.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays in a value, outermost first. Values may share others, and in a hostile file contain themselves, so steps,
 * levels, names and arrays are limited.
 */
final class PickleTree {
    private static final int MAX_STEPS = 1 << 20;
    private static final int MAX_TENSORS = 1 << 16;
    private static final int MAX_NAME = 1024;

    /** A container to be visited, and its path. */
    private record Branch(Container container, @Nullable Step way) {}

    /** The last part of a path, the part before it, and the length of the path. */
    private record Step(String part, @Nullable Step before, int depth, int length) {
        List<String> path() {
            String[] path = new String[depth];
            for (Step step = this; step != null; step = step.before) {
                path[step.depth - 1] = step.part;
            }
            return List.of(path);
        }
    }

    private final PickleInput input;
    private final Deque<Branch> branches = new ArrayDeque<>();
    private final List<PickledTensor> tensors = new ArrayList<>();
    private int steps;

    PickleTree(PickleInput input) {
        this.input = input;
    }

    List<PickledTensor> tensors(PickleValue root) {
        visit(root, null, 0);
        for (Branch branch = branches.poll(); branch != null; branch = branches.poll()) {
            Container container = branch.container();
            if (container instanceof PickleDict dict) {
                for (PickleDict.Entry entry : dict.entries()) {
                    go(branch, key(dict, entry.key()), entry.value());
                }
            } else if (container instanceof PickleSequence sequence) {
                for (int i = 0; i < sequence.size(); i++) {
                    go(
                            branch,
                            sequence.className() + "[" + i + "]",
                            sequence.values().get(i));
                }
            }
        }
        return tensors;
    }

    private void go(Branch from, String part, PickleValue value) {
        int offset = from.container().offset();
        if (++steps > MAX_STEPS) {
            throw input.violationAt(offset, "at most " + MAX_STEPS + " values, shared ones counted again", "more");
        }
        Step before = from.way();
        int depth = 1 + (before == null ? 0 : before.depth());
        int length = part.length() + (before == null ? 0 : 1 + before.length());
        if (depth > PickleStack.MAX_DEPTH || length > MAX_NAME) {
            throw input.violationAt(
                    offset,
                    "at most " + PickleStack.MAX_DEPTH + " levels, and names of at most " + MAX_NAME + " characters",
                    "more");
        }
        visit(value, new Step(part, before, depth, length), offset);
    }

    private void visit(PickleValue value, @Nullable Step way, int offset) {
        if (value instanceof Container container) {
            branches.add(new Branch(container, way));
        } else if (value instanceof PendingArray pending) {
            if (tensors.size() == MAX_TENSORS) {
                throw input.violationAt(offset, "at most " + MAX_TENSORS + " arrays", "more");
            }
            tensors.add(new PickledTensor(way == null ? List.of() : way.path(), pending.array(input)));
        }
    }

    private String key(PickleDict dict, PickleValue key) {
        if (key instanceof PickleText text) {
            return text.name(input, dict.offset());
        } else if (key instanceof Whole whole) {
            return "[" + whole.value() + "]";
        }
        throw input.violationAt(dict.offset(), "keys that are strings or integers", key.describe());
    }
}
