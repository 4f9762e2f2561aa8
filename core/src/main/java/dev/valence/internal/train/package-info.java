/** Training: batches, optimizer, schedules, the fine-tuning loop, and the logs it writes. */
@NullMarked
package dev.valence.internal.train;

import org.jspecify.annotations.NullMarked;
