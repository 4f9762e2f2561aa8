/** What tests need of the package of the same name in the program. */
@NullMarked
package dev.valence.internal.files;

import org.jspecify.annotations.NullMarked;
