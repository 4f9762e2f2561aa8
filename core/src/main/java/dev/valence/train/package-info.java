/** Training: batches, optimizer, schedules, the fine-tuning loop, and the logs it writes. */
@NullMarked
package dev.valence.train;

import org.jspecify.annotations.NullMarked;
