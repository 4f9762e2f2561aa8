/** The contents of weights of any format. */
@NullMarked
package dev.valence.formats.inspect;

import org.jspecify.annotations.NullMarked;
