/** What tests need of the package of the same name in the program. */
@NullMarked
package dev.valence.checkpoint;

import org.jspecify.annotations.NullMarked;
