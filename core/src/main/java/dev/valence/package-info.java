/**
 * The nouns of text classification: an {@link dev.valence.Example} carries text and label, a {@link
 * dev.valence.LabelSet} names the classes, a {@link dev.valence.Classifier} turns texts into {@link
 * dev.valence.Prediction}s.
 *
 * <p>The alphabet of shapes, used in comments throughout: B texts in a batch, T tokens in all of them together, S tokens
 * of one text, D width, H heads, K = D/H, F feed-forward width, V vocabulary, C classes.
 *
 * <p>Records are values: nothing changes them or the arrays in them once they are made, and threads may share them. Every other
 * type that can be held says in its description whether threads may share it.
 */
@NullMarked
package dev.valence;

import org.jspecify.annotations.NullMarked;
