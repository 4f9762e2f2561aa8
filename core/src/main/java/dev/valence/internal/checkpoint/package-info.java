/** Named tensors on disk: safetensors, model directories, atomic commits. Knows names and shapes, not layers. */
@NullMarked
package dev.valence.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
