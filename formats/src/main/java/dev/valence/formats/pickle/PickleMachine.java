package dev.valence.formats.pickle;

import java.util.List;

/**
 * An interpreter of pickles that build arrays and their containers. Opcodes that are not listed here are refused, and
 * so are callables that are not in {@link Reconstruction}; names of classes are kept, not looked up. What an opcode
 * makes takes a bounded number of bytes, and there is a bound on the number of opcodes, so memory is bounded too.
 */
final class PickleMachine {
    /** A state of training has some 25 for each array. */
    private static final int MAX_OPCODES = 1 << 20;

    private static final int FIRST_PROTOCOL = 2;
    private static final int LAST_PROTOCOL = 5;

    private final PickleInput input;
    private final PickleStack stack;
    private final Reconstruction reconstruction;
    private int opcodes;

    PickleMachine(PickleInput input) {
        this.input = input;
        this.stack = new PickleStack(input);
        this.reconstruction = new Reconstruction(input);
    }

    /** Runs to the first STOP and ignores the rest. */
    PickleValue run() {
        requireProtocol();
        for (Opcode opcode = input.nextOpcode(); opcode != Opcode.STOP; opcode = input.nextOpcode()) {
            if (++opcodes > MAX_OPCODES) {
                throw input.violation("at most " + MAX_OPCODES + " opcodes", "more");
            }
            execute(opcode);
        }
        return stack.result();
    }

    private void requireProtocol() {
        Opcode first = input.nextOpcode();
        String required = "a pickle of protocol " + FIRST_PROTOCOL + " to " + LAST_PROTOCOL;
        if (first != Opcode.PROTO) {
            throw input.violation(required, "no protocol at its start");
        }
        int protocol = input.unsigned1();
        if (protocol < FIRST_PROTOCOL || protocol > LAST_PROTOCOL) {
            throw input.violation(required, "protocol " + protocol);
        }
    }

    private void execute(Opcode opcode) {
        switch (opcode) {
            case FRAME -> input.require(input.signed8());
            case MARK -> stack.mark();
            case NONE -> stack.push(PickleValue.Constant.NONE);
            case NEWTRUE -> stack.push(PickleValue.Constant.TRUE);
            case NEWFALSE -> stack.push(PickleValue.Constant.FALSE);
            case BININT1 -> stack.push(new PickleValue.Whole(input.unsigned1()));
            case BININT2 -> stack.push(new PickleValue.Whole(input.unsigned2()));
            case BININT -> stack.push(new PickleValue.Whole(input.signed4()));
            case LONG1 -> stack.push(new PickleValue.Whole(input.integer(input.unsigned1())));
            case LONG4 -> stack.push(new PickleValue.Whole(input.integer(input.signed4())));
            case BINFLOAT -> stack.push(new PickleValue.Real(input.real8()));
            case SHORT_BINUNICODE -> stack.push(new PickleText(input.take(input.unsigned1())));
            case BINUNICODE -> stack.push(new PickleText(input.take(input.unsigned4())));
            case BINUNICODE8 -> stack.push(new PickleText(input.take(input.signed8())));
            case SHORT_BINBYTES -> stack.push(new PickleBytes(input.take(input.unsigned1())));
            case BINBYTES -> stack.push(new PickleBytes(input.take(input.unsigned4())));
            case BINBYTES8, BYTEARRAY8 -> stack.push(new PickleBytes(input.take(input.signed8())));
            case EMPTY_TUPLE -> newTuple(List.of());
            case TUPLE1 -> newTuple(stack.pop(1));
            case TUPLE2 -> newTuple(stack.pop(2));
            case TUPLE3 -> newTuple(stack.pop(3));
            case TUPLE -> newTuple(stack.popMark());
            case EMPTY_LIST -> stack.push(PickleSequence.list(input.opcodeOffset()));
            case APPEND -> append(stack.pop(1));
            case APPENDS -> append(stack.popMark());
            case EMPTY_DICT -> stack.push(new PickleDict(input.opcodeOffset()));
            case SETITEM -> setItems(stack.pop(2));
            case SETITEMS -> setItems(stack.popMark());
            case GLOBAL -> global(new PickleText(input.takeLine()), new PickleText(input.takeLine()));
            case STACK_GLOBAL -> stackGlobal();
            case REDUCE -> reduce();
            case NEWOBJ -> record();
            case BUILD -> build();
            case BINGET -> stack.push(stack.get(input.unsigned1()));
            case LONG_BINGET -> stack.push(stack.get(input.unsigned4()));
            case BINPUT -> stack.put(input.unsigned1());
            case LONG_BINPUT -> stack.put(input.unsigned4());
            case MEMOIZE -> stack.memoize();
            default -> throw input.violation("an opcode that builds arrays and what holds them", "another");
        }
    }

    private void newTuple(List<PickleValue> values) {
        stack.push(PickleSequence.tuple(input.opcodeOffset(), values));
    }

    private void append(List<PickleValue> values) {
        if (!(stack.pop() instanceof PickleSequence list) || !list.growing()) {
            throw input.violation("a list to add to", "another value");
        }
        values.forEach(list::add);
        stack.push(list);
    }

    private void setItems(List<PickleValue> pairs) {
        if (!(stack.pop() instanceof PickleDict dict) || pairs.size() % 2 != 0) {
            throw input.violation("a mapping and pairs to put into it", "another value, or half a pair");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            dict.put(pairs.get(i), pairs.get(i + 1));
        }
        stack.push(dict);
    }

    private void stackGlobal() {
        PickleValue name = stack.pop();
        PickleValue module = stack.pop();
        if (!(name instanceof PickleText nameText) || !(module instanceof PickleText moduleText)) {
            throw input.violation("the names of a module and of what is in it", "other values");
        }
        global(moduleText, nameText);
    }

    private void global(PickleText module, PickleText name) {
        stack.push(new PickleValue.Global(module.name(input), name.name(input)));
    }

    private void reduce() {
        PickleValue arguments = stack.pop();
        stack.push(reconstruction.call(stack.pop(), tuple(arguments).values()));
    }

    /** An object of any class becomes a record of the arguments it would have been made with. */
    private void record() {
        PickleSequence arguments = tuple(stack.pop());
        if (!(stack.pop() instanceof PickleValue.Global type)) {
            throw input.violation("the name of a class", "another value");
        }
        stack.push(PickleSequence.record(input.opcodeOffset(), type.simpleName(), arguments));
    }

    private void build() {
        PickleSequence state = tuple(stack.pop());
        reconstruction.setState(stack.peek(), state.values());
    }

    private PickleSequence tuple(PickleValue value) {
        if (value instanceof PickleSequence sequence) {
            return sequence;
        }
        throw input.violation("a tuple", value.describe());
    }
}
