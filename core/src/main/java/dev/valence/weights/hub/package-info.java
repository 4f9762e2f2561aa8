/** Models of Hugging Face's hub, kept in the cache folder that Python's huggingface_hub uses too. */
@NullMarked
package dev.valence.weights.hub;

import org.jspecify.annotations.NullMarked;
