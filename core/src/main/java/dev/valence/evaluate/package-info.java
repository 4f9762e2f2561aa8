/** Evaluation of classifiers: counts, and the figures, intervals and tests derived from them. */
@NullMarked
package dev.valence.evaluate;

import org.jspecify.annotations.NullMarked;
