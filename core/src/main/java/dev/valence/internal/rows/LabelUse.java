package dev.valence.internal.rows;

/** What is to be done about the classes in a file. */
enum LabelUse {
    /** Every row must have one. */
    REQUIRED,
    /** Every row or none has one. */
    OPTIONAL,
    /** They are not looked at. */
    IGNORED
}
