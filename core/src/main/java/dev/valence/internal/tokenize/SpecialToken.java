package dev.valence.internal.tokenize;

import java.util.List;

/** The roles of special tokens, and how the vocabularies of BERT and of RoBERTa spell them. */
public enum SpecialToken {
    /** Fills short texts up. */
    PADDING("pad_token", "[PAD]", "<pad>"),
    /** Stands first; its position carries the class. */
    CLASSIFICATION("cls_token", "[CLS]", "<s>"),
    /** Stands last, or between two texts. */
    SEPARATOR("sep_token", "[SEP]", "</s>"),
    /** Hides a token that is to be predicted. */
    MASK("mask_token", "[MASK]", "<mask>"),
    /** Stands for what the vocabulary cannot spell. */
    UNKNOWN("unk_token", "[UNK]", "<unk>");

    private final String settingName;
    private final String bert;
    private final String roberta;

    SpecialToken(String settingName, String bert, String roberta) {
        this.settingName = settingName;
        this.bert = bert;
        this.roberta = roberta;
    }

    /** What a {@code tokenizer_config.json} calls it. */
    String settingName() {
        return settingName;
    }

    /** The spellings in the order they are looked for. */
    public List<String> spellings() {
        return List.of(bert, roberta);
    }

    /** Which ids of a vocabulary are special tokens, [V]. */
    public static boolean[] ids(Tokenizer tokenizer) {
        boolean[] special = new boolean[tokenizer.vocabularySize()];
        for (SpecialToken token : values()) {
            tokenizer.id(token).ifPresent(id -> special[id] = true);
        }
        return special;
    }
}
