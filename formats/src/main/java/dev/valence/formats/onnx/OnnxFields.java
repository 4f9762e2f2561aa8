package dev.valence.formats.onnx;

/**
 * Numbers of the fields of ONNX's messages, as far as graphs of encoders use them, for reading and for writing (<a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>).
 */
final class OnnxFields {
    private OnnxFields() {}

    /** ModelProto. */
    static final class Model {
        static final int IR_VERSION = 1;
        static final int PRODUCER = 2;
        static final int GRAPH = 7;
        static final int OPERATORS = 8;
        static final int METADATA = 14;

        private Model() {}
    }

    /** StringStringEntryProto. */
    static final class Entry {
        static final int KEY = 1;
        static final int VALUE = 2;

        private Entry() {}
    }

    /** OperatorSetIdProto. */
    static final class Operators {
        static final int VERSION = 2;

        private Operators() {}
    }

    /** GraphProto. */
    static final class Graph {
        static final int NODE = 1;
        static final int NAME = 2;
        static final int INITIALIZER = 5;
        static final int INPUT = 11;
        static final int OUTPUT = 12;
        static final int SPARSE_INITIALIZER = 15;

        private Graph() {}
    }

    /** NodeProto. */
    static final class Node {
        static final int INPUT = 1;
        static final int OUTPUT = 2;
        static final int NAME = 3;
        static final int OPERATOR = 4;
        static final int ATTRIBUTE = 5;
        static final int DOMAIN = 7;

        private Node() {}
    }

    /** AttributeProto, and its enumeration of types. */
    static final class Attribute {
        static final int NAME = 1;
        static final int NUMBER = 2;
        static final int INTEGER = 3;
        static final int TENSOR = 5;
        static final int INTEGERS = 8;
        static final int TYPE = 20;

        static final int TYPE_NUMBER = 1;
        static final int TYPE_INTEGER = 2;
        static final int TYPE_INTEGERS = 7;

        private Attribute() {}
    }

    /** TensorProto. */
    static final class Tensor {
        static final int EXTENTS = 1;
        static final int DATA_TYPE = 2;
        static final int SEGMENT = 3;
        static final int FLOATS = 4;
        static final int INTEGERS_32 = 5;
        static final int INTEGERS_64 = 7;
        static final int NAME = 8;
        static final int RAW = 9;
        static final int EXTERNAL_DATA = 13;
        static final int LOCATION = 14;

        private Tensor() {}
    }

    /** ValueInfoProto, and what is in it of TypeProto, TypeProto.Tensor, TensorShapeProto and its Dimension. */
    static final class Value {
        static final int NAME = 1;
        static final int TYPE = 2;
        static final int TYPE_TENSOR = 1;
        static final int TENSOR_ELEMENTS = 1;
        static final int TENSOR_SHAPE = 2;
        static final int SHAPE_AXIS = 1;
        static final int AXIS_EXTENT = 1;
        static final int AXIS_NAME = 2;

        private Value() {}
    }
}
