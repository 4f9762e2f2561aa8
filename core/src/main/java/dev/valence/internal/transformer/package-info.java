/** Classifiers ready for use: model, tokenizer and label set together, and the directories they are saved in. */
@NullMarked
package dev.valence.internal.transformer;

import org.jspecify.annotations.NullMarked;
