/** The command line, one class a verb: the only place that prints, reads the environment or exits. */
@NullMarked
package dev.valence.cli;

import org.jspecify.annotations.NullMarked;
