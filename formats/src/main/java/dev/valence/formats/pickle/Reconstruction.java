package dev.valence.formats.pickle;

import dev.valence.formats.pickle.PickleValue.Constant;
import dev.valence.formats.pickle.PickleValue.Global;
import dev.valence.formats.pickle.PickleValue.Whole;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Results of the callables that NumPy, JAX and Haiku name in pickles, without calling them. The list is complete; any
 * other name is refused.
 */
final class Reconstruction {
    private static final int MAX_RANK = 32; // NumPy's own limit until version 2
    private static final String NAMES_OF_ARRAYS = "a callable that makes arrays or mappings";

    private final PickleInput input;

    Reconstruction(PickleInput input) {
        this.input = input;
    }

    /** Returns the result of a callable. */
    PickleValue call(PickleValue callable, List<PickleValue> arguments) {
        if (!(callable instanceof Global global)) {
            throw input.violation(NAMES_OF_ARRAYS, callable.describe());
        }
        return switch (global.qualifiedName()) {
            case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
                new PendingArray(input.opcodeOffset());
            case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" -> scalar(arguments);
            case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" -> fromBuffer(arguments);
            case "numpy.dtype" -> DataType.of(input, arguments);
            case "_codecs.encode" -> encode(arguments);
            case "__builtin__.bytes" -> noBytes(arguments);
            case "jax._src.array._reconstruct_array", "jax._src.device_array.reconstruct_device_array" ->
                deviceArray(arguments);
            case "haiku._src.data_structures.FlatMapping", "haiku._src.data_structures.frozendict" ->
                mapping(arguments);
            case "collections.OrderedDict" -> emptyMapping(arguments);
            default -> throw input.violation(NAMES_OF_ARRAYS, global.describe());
        };
    }

    /** Gives an object the state that {@code __setstate__} would have been called with. */
    void setState(PickleValue object, List<PickleValue> state) {
        if (object instanceof PendingArray pending) {
            setState(pending, state);
        } else if (object instanceof DataType type) {
            type.setState(input, state);
        } else {
            throw input.violation("an array or a dtype to give a state to", object.describe());
        }
    }

    /** {@code ndarray.__setstate__((version, shape, dtype, column-major, bytes))}. */
    private void setState(PendingArray pending, List<PickleValue> state) {
        requireCount(5, state);
        boolean columnMajor = bool(state.get(3));
        pending.complete(input, array(state.get(2), state.get(1), columnMajor, state.get(4)));
    }

    /** {@code scalar(dtype, bytes)}. */
    private PickleValue scalar(List<PickleValue> arguments) {
        requireCount(2, arguments);
        PickleValue noExtents = PickleSequence.tuple(input.opcodeOffset(), List.of());
        return complete(array(arguments.get(0), noExtents, false, arguments.get(1)));
    }

    /** {@code _frombuffer(bytes, dtype, shape, order)}, protocol 5. */
    private PickleValue fromBuffer(List<PickleValue> arguments) {
        requireCount(4, arguments);
        String order = text(arguments.get(3));
        if (!order.equals("C") && !order.equals("F")) {
            throw input.violation("an order of C or F", "'" + order + "'");
        }
        return complete(array(arguments.get(1), arguments.get(2), order.equals("F"), arguments.get(0)));
    }

    /** {@code encode(text, 'latin1')}: how protocol 2, which has no bytes, writes them. */
    private PickleValue encode(List<PickleValue> arguments) {
        requireCount(2, arguments);
        if (!(arguments.get(0) instanceof PickleText text)
                || !text(arguments.get(1)).equals("latin1")) {
            throw input.violation("a string to encode as latin1", "other arguments");
        }
        return text.latin1(input);
    }

    /** {@code bytes()}: how protocol 2 writes none of them. */
    private PickleValue noBytes(List<PickleValue> arguments) {
        requireCount(0, arguments);
        return new PickleBytes(ByteBuffer.allocate(0));
    }

    /** {@code _reconstruct_array(function, arguments, state of the NumPy array, state of JAX's own)}. */
    private PickleValue deviceArray(List<PickleValue> arguments) {
        requireCount(4, arguments);
        if (!(arguments.get(1) instanceof PickleSequence inner)
                || !(arguments.get(2) instanceof PickleSequence state)
                || !(arguments.get(0) instanceof Global global)
                || !global.name().equals("_reconstruct")) {
            throw input.violation("the parts of a NumPy array", "others");
        }
        PickleValue array = call(global, inner.values());
        setState(array, state.values());
        return array;
    }

    private PickleValue mapping(List<PickleValue> arguments) {
        requireCount(1, arguments);
        if (arguments.get(0) instanceof PickleDict dict) {
            return dict;
        }
        throw input.violation("a mapping", arguments.get(0).describe());
    }

    private PickleValue emptyMapping(List<PickleValue> arguments) {
        requireCount(0, arguments);
        return new PickleDict(input.opcodeOffset());
    }

    private PendingArray complete(PickleArray array) {
        PendingArray complete = new PendingArray(input.opcodeOffset());
        complete.complete(input, array);
        return complete;
    }

    private PickleArray array(PickleValue dtype, PickleValue extents, boolean columnMajor, PickleValue data) {
        if (!(dtype instanceof DataType type)) {
            throw input.violation("a dtype", dtype.describe());
        }
        if (!(data instanceof PickleBytes bytes)) {
            throw input.violation("an array's bytes", data.describe());
        }
        int[] shape = shape(extents);
        if (byteCount(type, shape) != bytes.length()) {
            throw input.violation(
                    byteCount(type, shape) + " bytes for an array of this shape", bytes.length() + " bytes");
        }
        return new PickleArray(type, shape, columnMajor, bytes);
    }

    private int[] shape(PickleValue extents) {
        if (!(extents instanceof PickleSequence sequence) || sequence.size() > MAX_RANK) {
            throw input.violation("a shape of at most " + MAX_RANK + " extents", extents.describe());
        }
        int[] shape = new int[sequence.size()];
        for (int d = 0; d < shape.length; d++) {
            PickleValue extent = sequence.values().get(d);
            if (!(extent instanceof Whole whole) || whole.value() < 0 || whole.value() > Integer.MAX_VALUE) {
                throw input.violation("an extent in [0, 2^31)", extent.describe());
            }
            shape[d] = (int) whole.value();
        }
        return shape;
    }

    private long byteCount(DataType type, int[] shape) {
        long bytes = type.type().bytes();
        try {
            for (int extent : shape) {
                bytes = Math.multiplyExact(bytes, extent);
            }
        } catch (ArithmeticException e) {
            throw input.violation("an array of fewer than 2^63 bytes", "more");
        }
        return bytes;
    }

    private boolean bool(PickleValue value) {
        if (value == Constant.TRUE || value == Constant.FALSE) {
            return value == Constant.TRUE;
        }
        throw input.violation("a boolean", value.describe());
    }

    private String text(PickleValue value) {
        if (value instanceof PickleText text) {
            return text.name(input);
        }
        throw input.violation("a string", value.describe());
    }

    private void requireCount(int count, List<PickleValue> parts) {
        if (parts.size() != count) {
            throw input.violation(count + " arguments or parts", String.valueOf(parts.size()));
        }
    }
}
