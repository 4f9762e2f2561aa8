/** Tests of the whole program that ask it for its verbs and options without starting it. */
@NullMarked
package dev.valence.cli;

import org.jspecify.annotations.NullMarked;
