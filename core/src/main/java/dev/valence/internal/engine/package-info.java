/** The backend that an {@link dev.valence.Engine} asks for, with providers that other modules add. */
@NullMarked
package dev.valence.internal.engine;

import org.jspecify.annotations.NullMarked;
