/** Float kernels over packed rows, the worker pool, and {@code Gemm}, the interface of matrix products. */
@NullMarked
package dev.valence.internal.compute;

import org.jspecify.annotations.NullMarked;
