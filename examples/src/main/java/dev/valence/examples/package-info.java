/** The library in use: one program of at most 30 lines for each task. */
@NullMarked
package dev.valence.examples;

import org.jspecify.annotations.NullMarked;
