/** Labelled text: datasets, their splits, and how they are read. */
@NullMarked
package dev.valence.data;

import org.jspecify.annotations.NullMarked;
