package dev.valence.formats.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pickles that want to do harm: run code, take memory, take time. Written as Latin-1, a character for each byte. */
public final class HostilePickles {
    private static final String PROTOCOL = "\u0080\u0004";
    private static final String ARRAY = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085C\1b\u0087R";

    /**
     * One of them.
     *
     * @param name what it wants
     * @param content its bytes
     * @param opcode at which it is stopped
     */
    public record Hostile(String name, byte[] content, String opcode) {
        @Override
        public String toString() {
            return name;
        }
    }

    private HostilePickles() {}

    private static Hostile hostile(String name, String opcode, String... parts) {
        return new Hostile(name, (PROTOCOL + String.join("", parts)).getBytes(StandardCharsets.ISO_8859_1), opcode);
    }

    private static String text(String text) {
        return "\u008c" + (char) text.length() + text;
    }

    private static String dtype(String name) {
        return "cnumpy\ndtype\n" + text(name) + "\u0089\u0088\u0087R(K\3" + text("|")
                + "NNNJ\377\377\377\377J\377\377\377\377K\0tb";
    }

    /** All of them. */
    public static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>();
        all.addAll(code());
        all.addAll(lengths());
        all.addAll(bombs());
        all.addAll(arrays());
        return all;
    }

    private static List<Hostile> code() {
        String system = "cos\nsystem\n";
        String touch = text("touch executed") + "\u0085";
        return List.of(
                hostile("os.system", "REDUCE", system, touch, "R."),
                hostile("posix.system by STACK_GLOBAL", "REDUCE", text("posix"), text("system"), "\u0093", touch, "R."),
                hostile("os.system in a dict of parameters", "REDUCE", "}", text("w"), system, touch, "Rs."),
                hostile(
                        "eval inside the arguments of eval",
                        "REDUCE",
                        "cbuiltins\neval\ncbuiltins\neval\n",
                        text("1"),
                        "\u0085R\u0085R."),
                hostile("what a reduction returned, called", "REDUCE", ARRAY, touch, "R."),
                hostile("another module's _reconstruct", "REDUCE", "cevil\n_reconstruct\n)R."),
                hostile(
                        "a function for JAX to call",
                        "REDUCE",
                        "cjax._src.array\n_reconstruct_array\n(",
                        system,
                        touch,
                        "))tR."),
                hostile(
                        "a _reconstruct of its own for JAX to call",
                        "REDUCE",
                        "cjax._src.array\n_reconstruct_array\n(cevil\n_reconstruct\n)))tR."),
                hostile("__setstate__ of a class", "BUILD", "cevil\nClass\n)\u0081", "}", "b."),
                hostile("INST", "INST", "(", text("touch executed"), "ios\nsystem\n."),
                hostile("OBJ", "OBJ", "(", system, text("touch executed"), "o."),
                hostile("NEWOBJ of what is no class", "NEWOBJ", "K\1)\u0081."),
                hostile("NEWOBJ_EX", "NEWOBJ_EX", "cevil\nClass\n)}\u0092."),
                hostile("EXT1", "EXT1", "\u0082\1."),
                hostile("EXT2", "EXT2", "\u0083\1\0."),
                hostile("EXT4", "EXT4", "\u0084\1\0\0\0."),
                hostile("a persistent id", "PERSID", "Pexecuted\n."),
                hostile("a persistent id from the stack", "BINPERSID", text("executed"), "Q."),
                hostile("a buffer out of band", "NEXT_BUFFER", "\u0097."));
    }

    private static List<Hostile> lengths() {
        String twoGiB = "\377\377\377\177";
        String eight = "\0\0\0\0\0\0\0\u0080";
        return List.of(
                hostile("a string of 2 GiB", "BINUNICODE", "X", twoGiB, "short."),
                hostile("a string of 2^63 bytes", "BINUNICODE8", "\u008d", eight, "short."),
                hostile("2 GiB of bytes", "BINBYTES", "B", twoGiB, "short."),
                hostile("2^63 bytes", "BINBYTES8", "\u008e", eight, "short."),
                hostile("a bytearray of 2^63 bytes", "BYTEARRAY8", "\u0096", eight, "short."),
                hostile("a frame of 2^63 bytes", "FRAME", "\u0095", eight, "."),
                hostile("an integer of 2 GiB", "LONG4", "\u008b", twoGiB, "."),
                hostile("an integer of negative length", "LONG4", "\u008b\377\377\377\377."),
                hostile("a name without an end", "GLOBAL", "c", "a".repeat(5000)),
                hostile("the memo's place 2^32 - 1", "LONG_BINPUT", "Nr\377\377\377\377."),
                hostile("the memo's place 2^31 - 1", "LONG_BINPUT", "Nr\377\377\377\177."),
                hostile("no STOP", "the end of the file", "N"),
                hostile("nothing to stop with", "STOP", "."),
                hostile("an opcode that does not exist", "byte 0xff", "\377."));
    }

    private static List<Hostile> bombs() {
        int million = 1_000_000;
        StringBuilder doubling = new StringBuilder("(]\u0094");
        for (int level = 0; level < 40; level++) {
            doubling.append("](h")
                    .append((char) level)
                    .append('h')
                    .append((char) level)
                    .append("e\u0094");
        }
        return List.of(
                hostile("marks a million deep", "MARK", "(".repeat(million), "."),
                hostile(
                        "lists a million deep, inside out",
                        "APPEND",
                        "]".repeat(million),
                        "a".repeat(million - 1),
                        "."),
                hostile("tuples a million deep", "TUPLE1", ")", "\u0085".repeat(million), "."),
                hostile("lists a million deep, outside in", "EMPTY_LIST", "(]\u0094", chain(70), "t."),
                hostile("a list in itself", "EMPTY_LIST", "]\u0094h\0a."),
                hostile("lists that double forty times", "EMPTY_LIST", doubling.toString(), "t."),
                hostile("a million empty dicts, and then some", "EMPTY_DICT", "}".repeat(2 * million), "."),
                hostile(
                        "a long tuple made an object over and over",
                        "STOP",
                        "cevil\nClass\n\u0094(",
                        "N".repeat(million / 2),
                        "t\u0094",
                        "h\0h\1\u0081".repeat(million / 6),
                        "."),
                hostile(
                        "a name of invalid characters in a dict",
                        "EMPTY_DICT",
                        "}\u008c\1\377",
                        ARRAY,
                        "(K\1K\1\u0085",
                        dtype("f4"),
                        "\u0089C\4abcdtbs."),
                hostile("a memo of a million", "MEMOIZE", "N", "\u0094".repeat(2 * million), "."),
                hostile(
                        "a dict in itself under a long name",
                        "EMPTY_DICT",
                        "}\u0094",
                        text("k".repeat(250)),
                        "\u0094h\0s."));
    }

    /** Each list goes into the one before, whose depth nobody counts again. */
    private static String chain(int length) {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < length; i++) {
            chain.append("h").append((char) i).append("]\u0094a");
        }
        return chain.toString();
    }

    private static List<Hostile> arrays() {
        String huge = "(J\377\377\377\177J\377\377\377\177J\377\377\377\177J\377\377\377\177t";
        return List.of(
                hostile("an array of objects", "REDUCE", ARRAY, "(K\1K\1\u0085", dtype("O8"), "\u0089]Nat", "b."),
                hostile("an array of strings", "REDUCE", dtype("U7"), "."),
                hostile(
                        "a dtype with fields",
                        "BUILD",
                        "cnumpy\ndtype\n",
                        text("f4"),
                        "\u0089\u0088\u0087R(K\3",
                        text("<"),
                        "N",
                        text("x"),
                        "\u0085}J\377\377\377\377J\377\377\377\377K\0tb."),
                hostile("2^93 elements", "BUILD", ARRAY, "(K\1", huge, dtype("f4"), "\u0089C\4abcdtb."),
                hostile("elements without bytes", "BUILD", ARRAY, "(K\1K\u00c8\u0085", dtype("f4"), "\u0089C\4abcdtb."),
                hostile(
                        "a negative extent",
                        "BUILD",
                        ARRAY,
                        "(K\1J\377\377\377\377\u0085",
                        dtype("f4"),
                        "\u0089C\4abcdtb."),
                hostile(
                        "a rank of 100",
                        "BUILD",
                        ARRAY,
                        "(K\1(",
                        "K\1".repeat(100),
                        "t",
                        dtype("f4"),
                        "\u0089C\4abcdtb."),
                hostile("a list as an array's bytes", "BUILD", ARRAY, "(K\1K\1\u0085", dtype("f4"), "\u0089]tb."),
                hostile(
                        "two states for an array",
                        "BUILD",
                        ARRAY,
                        "\u0094(K\1K\1\u0085",
                        dtype("f4"),
                        "\u0089C\4abcdtb",
                        "(K\1K\1\u0085",
                        dtype("f4"),
                        "\u0089C\4abcdtb."),
                hostile("an array without a state", "REDUCE", ARRAY, "."),
                hostile("a tuple that grows", "APPEND", ")Na."),
                hostile(
                        "letters beyond Latin-1 as bytes",
                        "REDUCE",
                        "c_codecs\nencode\n",
                        "\u008c\3\342\202\254",
                        text("latin1"),
                        "\u0086R."));
    }
}
