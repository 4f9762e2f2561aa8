/** Models of Hugging Face's hub, kept in the cache folder that Python's huggingface_hub uses too. */
@NullMarked
package dev.valence.hub;

import org.jspecify.annotations.NullMarked;
