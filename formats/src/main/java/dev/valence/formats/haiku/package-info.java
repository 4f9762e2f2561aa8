/**
 * Checkpoints of the tutorial's model in JAX and Haiku, and the mapping of Haiku's parameters to tensors in both
 * directions.
 */
@NullMarked
package dev.valence.formats.haiku;

import org.jspecify.annotations.NullMarked;
