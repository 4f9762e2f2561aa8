package dev.valence.internal.tokenize;

/** The kinds of pre-tokenizers that run in Java, by the names of Hugging Face tokenizers. */
enum PreTokenizer {
    /** Runs of word characters and runs of symbols, see {@link WhitespacePreTokenizer}. */
    WHITESPACE {
        @Override
        int kind(int codePoint) {
            if (WhitespacePreTokenizer.isWord(codePoint)) {
                return CharacterTable.WORD;
            }
            return WhitespacePreTokenizer.isSpace(codePoint) ? CharacterTable.SPACE : CharacterTable.SYMBOL;
        }
    },

    /** What white space separates, every punctuation character by itself. */
    BERT {
        @Override
        int kind(int codePoint) {
            if (WhitespacePreTokenizer.isSpace(codePoint)) {
                return CharacterTable.SPACE;
            }
            return isPunctuation(codePoint) ? CharacterTable.ALONE : CharacterTable.WORD;
        }
    };

    /** How a character stands in words, one of the kinds of {@link CharacterTable}. */
    abstract int kind(int codePoint);

    /** Punctuation by Unicode, and what else of ASCII is neither letter, digit, control character nor blank. */
    private static boolean isPunctuation(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL -> codePoint < 0x80;
            default -> false;
        };
    }
}
