/**
 * The Transformer encoder and its heads, each layer's forward and backward side by side, over packed rows.
 *
 * <p>Shapes: B texts, T tokens of all texts, S tokens of one text, R rows the head reads, D width, H heads, K = D/H, F
 * feed-forward width, V vocabulary, C classes.
 */
@NullMarked
package dev.valence.internal.model;

import org.jspecify.annotations.NullMarked;
