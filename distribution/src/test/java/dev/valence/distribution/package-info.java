/** Starts what was packed. */
@NullMarked
package dev.valence.distribution;

import org.jspecify.annotations.NullMarked;
