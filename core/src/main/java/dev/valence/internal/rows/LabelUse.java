package dev.valence.internal.rows;

/** Whether a file must have labels. */
enum LabelUse {
    /** Every row must have one. */
    REQUIRED,
    /** Every row or none has one. */
    OPTIONAL,
    /** They are not looked at. */
    IGNORED
}
