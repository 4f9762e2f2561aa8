/** Models in the formats of other programs. */
@NullMarked
package dev.valence.formats;

import org.jspecify.annotations.NullMarked;
