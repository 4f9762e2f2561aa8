package dev.valence.formats.pickle;

import dev.valence.internal.checkpoint.ElementType;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** NumPy's {@code dtype} of numbers: made from a name such as {@code f4}, then given its byte order. */
final class DataType implements PickleValue.Leaf {
    private static final String BFLOAT16 = "bfloat16";
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("b1", ElementType.BOOL),
            Map.entry("u1", ElementType.U8),
            Map.entry("i1", ElementType.I8),
            Map.entry("u2", ElementType.U16),
            Map.entry("i2", ElementType.I16),
            Map.entry("u4", ElementType.U32),
            Map.entry("i4", ElementType.I32),
            Map.entry("u8", ElementType.U64),
            Map.entry("i8", ElementType.I64),
            Map.entry("f2", ElementType.F16),
            Map.entry("f4", ElementType.F32),
            Map.entry("f8", ElementType.F64));

    private final ElementType type;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private DataType(ElementType type) {
        this.type = type;
    }

    /** {@code numpy.dtype(name, align, copy)}; bfloat16 comes as a class of another library instead of a name. */
    static DataType of(PickleInput input, List<PickleValue> arguments) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            throw input.violation("a dtype's name and two booleans", arguments.size() + " arguments");
        }
        PickleValue named = arguments.get(0);
        if (named instanceof PickleValue.Global global && global.simpleName().equals(BFLOAT16)) {
            return new DataType(ElementType.BF16);
        }
        if (!(named instanceof PickleText text)) {
            throw input.violation("the name of a dtype", named.describe());
        }
        ElementType type = TYPES.get(text.name(input));
        if (type == null) {
            throw input.violation("a dtype of numbers, one of " + TYPES.keySet(), "'" + text.name(input) + "'");
        }
        return new DataType(type);
    }

    /** {@code __setstate__((version, byte order, subarray, names, fields, size, alignment, flags))}. */
    void setState(PickleInput input, List<PickleValue> state) {
        if (state.size() < 8 || !(state.get(1) instanceof PickleText text)) {
            throw input.violation("the eight parts of a dtype's state", state.size() + " others");
        }
        if (!state.subList(2, 5).stream().allMatch(part -> part == PickleValue.Constant.NONE)) {
            throw input.violation("a dtype of plain numbers", "one with fields");
        }
        order = switch (text.name(input)) {
            case "<", "|", "=" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> throw input.violation("a byte order of <, >, | or =", "'" + text.name(input) + "'");
        };
    }

    ElementType type() {
        return type;
    }

    ByteOrder order() {
        return order;
    }

    @Override
    public String describe() {
        return "a dtype";
    }
}
