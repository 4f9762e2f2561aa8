/** Foreign text, escaped for messages and terminals. */
@NullMarked
package dev.valence.internal.text;

import org.jspecify.annotations.NullMarked;
