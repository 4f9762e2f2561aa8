/** Models with tokenizer and labels, and the directories they are saved in. */
@NullMarked
package dev.valence.internal.transformer;

import org.jspecify.annotations.NullMarked;
