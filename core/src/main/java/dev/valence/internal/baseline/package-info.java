/** The classifiers a Transformer has to beat: majority class and TF-IDF with logistic regression. */
@NullMarked
package dev.valence.internal.baseline;

import org.jspecify.annotations.NullMarked;
