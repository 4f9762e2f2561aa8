/** Models of Hugging Face's hub, in the cache of Python's huggingface_hub. */
@NullMarked
package dev.valence.hub;

import org.jspecify.annotations.NullMarked;
