/** Reports of trainings and studies: HTML pages that need no network, and tables that a terminal can show too. */
@NullMarked
package dev.valence.internal.report;

import org.jspecify.annotations.NullMarked;
