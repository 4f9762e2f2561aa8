package dev.valence.data;

import dev.valence.LabelSet;
import java.util.List;

/**
 * What there is to know about a dataset before it is used: sizes, balance of the classes, lengths, duplicates, and what
 * of dev and test can be known from train.
 *
 * @param labels the classes
 * @param splits each split by itself: train, dev, test
 * @param overlaps dev and test against train
 */
public record DatasetAudit(LabelSet labels, List<SplitAudit> splits, List<Overlap> overlaps) {
    /** Copies the lists. */
    public DatasetAudit {
        splits = List.copyOf(splits);
        overlaps = List.copyOf(overlaps);
    }

    /** Looks at a dataset. */
    public static DatasetAudit of(Dataset dataset) {
        return new DatasetAudit(
                dataset.labels(),
                dataset.splits().stream()
                        .map(split -> SplitAudit.of(split, dataset.labels()))
                        .toList(),
                dataset.splits().stream()
                        .skip(1)
                        .map(split -> Overlap.of(split, dataset.train()))
                        .toList());
    }
}
