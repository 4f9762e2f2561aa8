/** Named tensors on disk: safetensors, model directories, atomic commits. Knows names and shapes, not layers. */
@NullMarked
package dev.valence.checkpoint;

import org.jspecify.annotations.NullMarked;
