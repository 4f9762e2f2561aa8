package dev.valence.formats.onnx;

import java.util.List;

/**
 * An attribute of a node.
 *
 * @param name as the operator's specification has it
 * @param message the AttributeProto
 */
public record OnnxAttribute(String name, byte[] message) {
    /** One integer. */
    public static OnnxAttribute integer(String name, long value) {
        return new OnnxAttribute(name, OnnxMessage.of(out -> {
            out.writeString(OnnxFields.Attribute.NAME, name);
            out.writeInt64(OnnxFields.Attribute.INTEGER, value);
            out.writeEnum(OnnxFields.Attribute.TYPE, OnnxFields.Attribute.TYPE_INTEGER);
        }));
    }

    /** A list of integers. */
    public static OnnxAttribute integers(String name, List<Long> values) {
        return new OnnxAttribute(name, OnnxMessage.of(out -> {
            out.writeString(OnnxFields.Attribute.NAME, name);
            for (long value : values) {
                out.writeInt64(OnnxFields.Attribute.INTEGERS, value);
            }
            out.writeEnum(OnnxFields.Attribute.TYPE, OnnxFields.Attribute.TYPE_INTEGERS);
        }));
    }

    /** One float. */
    public static OnnxAttribute number(String name, float value) {
        return new OnnxAttribute(name, OnnxMessage.of(out -> {
            out.writeString(OnnxFields.Attribute.NAME, name);
            out.writeFloat(OnnxFields.Attribute.NUMBER, value);
            out.writeEnum(OnnxFields.Attribute.TYPE, OnnxFields.Attribute.TYPE_NUMBER);
        }));
    }
}
