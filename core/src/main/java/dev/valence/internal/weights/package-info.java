/**
 * Where pre-trained weights come from: a directory, or a name that a module knows; whatever it is becomes a local directory in
 * Hugging Face's layout. The interfaces are implemented by other modules and found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.valence.internal.weights;

import org.jspecify.annotations.NullMarked;
