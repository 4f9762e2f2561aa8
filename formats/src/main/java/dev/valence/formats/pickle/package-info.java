/**
 * Arrays in Python's pickles, protocols 2 to 5. A pickle is a program for a small machine with a stack; this reader
 * runs the part of it that builds arrays and their containers, and refuses the rest. No class is made, no code is
 * called.
 */
@NullMarked
package dev.valence.formats.pickle;

import org.jspecify.annotations.NullMarked;
