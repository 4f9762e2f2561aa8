/** Classifiers ready for use: model, tokenizer and label set together, and the directories they are saved in. */
@NullMarked
package dev.valence.classify;

import org.jspecify.annotations.NullMarked;
