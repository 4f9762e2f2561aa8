/** Audit of a dataset: balance, lengths, duplicates, conflicting labels and overlaps between splits. */
@NullMarked
package dev.valence.internal.audit;

import org.jspecify.annotations.NullMarked;
