/**
 * Matrix products by oneDNN, in fp32 or bf16, found by {@link java.util.ServiceLoader}. oneDNN's parallelism is switched off:
 * workers multiply rows of their own, each in its own thread.
 */
@NullMarked
package dev.valence.onednn;

import org.jspecify.annotations.NullMarked;
