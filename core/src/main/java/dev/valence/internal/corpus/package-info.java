/** Token corpora on disk: documents, cut into windows and tokenized once, for masked language models. */
@NullMarked
package dev.valence.internal.corpus;

import org.jspecify.annotations.NullMarked;
