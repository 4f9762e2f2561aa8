/** Checkpoints of the tutorial's model in JAX and Haiku: which module's parameter is which tensor, in both directions. */
@NullMarked
package dev.valence.formats.haiku;

import org.jspecify.annotations.NullMarked;
