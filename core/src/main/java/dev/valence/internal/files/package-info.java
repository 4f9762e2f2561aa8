/** Files that are complete or not there at all, and words for those that cannot be read. */
@NullMarked
package dev.valence.internal.files;

import org.jspecify.annotations.NullMarked;
