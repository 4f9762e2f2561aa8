/** Readers of labelled and unlabelled text: GLUE's TSV, CSV, JSON Lines and plain lines. */
@NullMarked
package dev.valence.internal.rows;

import org.jspecify.annotations.NullMarked;
