/** Text to token ids: Hugging Face tokenizers, byte-pair training, packed token batches and their cache on disk. */
@NullMarked
package dev.valence.internal.tokenize;

import org.jspecify.annotations.NullMarked;
