/** JMH benchmarks of the kernels, one thread, and what an operation of each costs. */
@NullMarked
package dev.valence.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
