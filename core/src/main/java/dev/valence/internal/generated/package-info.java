/** The built-in corpus: sentences with negation and contrast, generated from a grammar. */
@NullMarked
package dev.valence.internal.generated;

import org.jspecify.annotations.NullMarked;
