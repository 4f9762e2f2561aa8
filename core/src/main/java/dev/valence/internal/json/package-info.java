/** The reader and the writer of JSON, with limits on size and depth. */
@NullMarked
package dev.valence.internal.json;

import org.jspecify.annotations.NullMarked;
