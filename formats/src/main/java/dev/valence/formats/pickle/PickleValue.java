package dev.valence.formats.pickle;

/**
 * A value on the stack of the pickle machine. Values are compared by identity and never print what they hold, because a
 * file may nest them without end.
 */
sealed interface PickleValue permits PickleValue.Leaf, PickleValue.Container {
    /** Its description in messages. */
    String describe();

    /** Levels of containers in it; 0 where it is none. */
    default int depth() {
        return 0;
    }

    /** A value that holds no others. */
    sealed interface Leaf extends PickleValue
            permits Constant, Whole, Real, Global, PickleText, PickleBytes, DataType, PendingArray {}

    /** A value that holds others. */
    sealed interface Container extends PickleValue permits PickleSequence, PickleDict {
        /** Offset of the opcode that made it. */
        int offset();

        /** Number of its values. */
        int size();
    }

    /** None and the booleans. */
    enum Constant implements Leaf {
        NONE,
        TRUE,
        FALSE;

        @Override
        public String describe() {
            return name();
        }
    }

    /** An integer. */
    record Whole(long value) implements Leaf {
        @Override
        public String describe() {
            return "the integer " + value;
        }
    }

    /** A float. */
    record Real(double value) implements Leaf {
        @Override
        public String describe() {
            return "the float " + value;
        }
    }

    /** The name of a Python class or function; it is never looked up. */
    record Global(String module, String name) implements Leaf {
        /** Module and name with a dot between. */
        String qualifiedName() {
            return module + "." + name;
        }

        /** The last part of the name. */
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        @Override
        public String describe() {
            return "'" + qualifiedName() + "'";
        }
    }
}
