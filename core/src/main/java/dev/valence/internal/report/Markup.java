package dev.valence.internal.report;

/**
 * Builds elements of HTML and SVG that are also well-formed XML. Texts and values of attributes are escaped here and nowhere
 * else; names of elements and attributes are the program's own.
 */
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();

    /** Begins an element; attributes are names and values in turn. */
    Markup open(String name, String... attributes) {
        tag(name, attributes);
        out.append('>');
        return this;
    }

    /** Ends an element. */
    Markup close(String name) {
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** An element without content. */
    Markup empty(String name, String... attributes) {
        tag(name, attributes);
        out.append(" />\n");
        return this;
    }

    /** An element with a text. */
    Markup element(String name, String text, String... attributes) {
        open(name, attributes);
        text(text);
        return close(name);
    }

    /** Adds text, escaped. */
    Markup text(String text) {
        text.codePoints().forEach(this::escape);
        return this;
    }

    /** Adds markup that the program itself made. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void tag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(int character) {
        switch (character) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(allowed(character) ? character : REPLACEMENT);
        }
    }

    /** Returns whether XML 1.0 allows it: no control characters, no unpaired surrogates. */
    private static boolean allowed(int character) {
        boolean space = character == '\t' || character == '\n' || character == '\r';
        boolean control = character < ' ' || (character >= 0x7F && character < 0xA0);
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return space || (!control && !surrogate && (character & 0xFFFE) != 0xFFFE);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
