/** Tests of what the benchmarks compute; the peers themselves are not run. */
@NullMarked
package dev.valence.benchmarks;

import org.jspecify.annotations.NullMarked;
