/** Kernels over the Vector API. Nothing else names this package: without the incubator module it must not be loaded. */
@NullMarked
package dev.valence.internal.compute.vector;

import org.jspecify.annotations.NullMarked;
