/**
 * Training: fine-tuning, distillation, masked-language-model pre-training, the TF-IDF baseline, studies, and the runs they
 * leave. {@link dev.valence.train.Finetuning} is the place to begin.
 */
@NullMarked
package dev.valence.train;

import org.jspecify.annotations.NullMarked;
