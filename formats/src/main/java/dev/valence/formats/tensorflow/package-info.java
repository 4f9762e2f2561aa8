/** TensorFlow's checkpoints: a reader of their tables and bundles, and the import of BERT. */
@NullMarked
package dev.valence.formats.tensorflow;

import org.jspecify.annotations.NullMarked;
