/**
 * Matrix products by oneDNN, in fp32 or bf16, found by {@link java.util.ServiceLoader}. oneDNN's parallelism is off:
 * each worker multiplies its own rows in its own thread.
 */
@NullMarked
package dev.valence.onednn;

import org.jspecify.annotations.NullMarked;
