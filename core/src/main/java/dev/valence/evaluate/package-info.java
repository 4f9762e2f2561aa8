/** How good a classifier is: counts first, then the figures and intervals derived from them. */
@NullMarked
package dev.valence.evaluate;

import org.jspecify.annotations.NullMarked;
