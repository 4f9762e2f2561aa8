/** What the formats of other programs have in common. */
@NullMarked
package dev.valence.formats;

import org.jspecify.annotations.NullMarked;
