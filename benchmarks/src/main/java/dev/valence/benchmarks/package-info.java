/**
 * Speed beside others: peers run by turns in processes of their own, and what comes of it stands in docs/performance.md.
 * {@code dev.valence.benchmarks.Main} is where it starts.
 */
@NullMarked
package dev.valence.benchmarks;

import org.jspecify.annotations.NullMarked;
