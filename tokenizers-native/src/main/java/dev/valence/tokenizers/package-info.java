/** Tokenizers of every kind, run by the library of Hugging Face tokenizers through its binding of DJL. */
@NullMarked
package dev.valence.tokenizers;

import org.jspecify.annotations.NullMarked;
