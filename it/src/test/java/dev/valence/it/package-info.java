/** End-to-end tests: the packaged program run as users run it, its documents, and the directions of its packages. */
@NullMarked
package dev.valence.it;

import org.jspecify.annotations.NullMarked;
