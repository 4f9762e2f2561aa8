/** Weights out of TensorFlow's checkpoints: a reader of their tables and bundles, and BERT's names in them. */
@NullMarked
package dev.valence.formats.tensorflow;

import org.jspecify.annotations.NullMarked;
