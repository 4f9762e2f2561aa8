/** Labelled text from files: readers, splits, audits, the built-in corpus and downloads. */
@NullMarked
package dev.valence.data;

import org.jspecify.annotations.NullMarked;
