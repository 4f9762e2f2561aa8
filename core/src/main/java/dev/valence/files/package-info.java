/** Files that are complete or not there at all. */
@NullMarked
package dev.valence.files;

import org.jspecify.annotations.NullMarked;
