/** The names and layouts of tensors in model directories of Hugging Face's families. */
@NullMarked
package dev.valence.internal.checkpoint.huggingface;

import org.jspecify.annotations.NullMarked;
