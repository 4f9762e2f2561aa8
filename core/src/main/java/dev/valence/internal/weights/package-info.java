/**
 * Where pre-trained weights come from: a directory, Hugging Face's hub, or a Maven artifact; whatever it is becomes a local
 * directory in Hugging Face's layout.
 */
@NullMarked
package dev.valence.internal.weights;

import org.jspecify.annotations.NullMarked;
