package dev.valence.cli;

import dev.valence.data.Dataset;
import dev.valence.data.DatasetAudit;
import dev.valence.data.LengthHistogram;
import dev.valence.data.Overlap;
import dev.valence.data.SplitAudit;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence data}: looks at datasets. */
@Command(
        name = "data",
        description = "Look at labelled text.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB")
final class DataCommand {
    private static final int BINS = 12;
    private static final int BAR = 40;
    private static final int SHOWN = 10;

    private final Terminal terminal;

    DataCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "describe",
            description = "Rows, balance, lengths, duplicates, and what of dev and test stands in train.",
            mixinStandardHelpOptions = true)
    int describe(
            @Parameters(arity = "0..1", paramLabel = "WHERE", descriptionKey = "data.where") String where,
            @Mixin DataOptions options) {
        Dataset dataset = read(options.from(where));
        DatasetAudit audit = DatasetAudit.of(dataset);
        Table sizes = new Table("split", "rows", "words", "longest", "duplicates", "conflicting", "from");
        for (SplitAudit split : audit.splits()) {
            sizes.row(
                    split.split().name(),
                    split.split().size(),
                    String.format(Locale.ROOT, "%.1f", split.words().mean()),
                    split.words().longest(),
                    split.duplicateRows(),
                    split.conflictingTexts().size(),
                    split.split().source());
        }
        sizes.print(terminal);
        audit.splits().forEach(split -> balance(audit, split));
        audit.splits().forEach(this::lengths);
        audit.overlaps().forEach(this::overlap);
        return 0;
    }

    private Dataset read(DataOptions options) {
        try (Display display = new Display(terminal)) {
            Dataset dataset = options.read(display, terminal);
            dataset.splits()
                    .forEach(split -> split.missingNote(dataset.labels()).ifPresent(display::note));
            return dataset;
        }
    }

    private void balance(DatasetAudit audit, SplitAudit split) {
        if (split.labelCounts().isEmpty()) {
            return;
        }
        terminal.printPlain("");
        Table table = new Table("labels of " + split.split().name(), "rows", "share");
        for (int c = 0; c < audit.labels().size(); c++) {
            int count = split.labelCounts().get(c);
            table.row(
                    audit.labels().name(c),
                    count,
                    String.format(
                            Locale.ROOT,
                            "%.1f %%",
                            100.0 * count / split.split().size()));
        }
        table.print(terminal);
    }

    private void lengths(SplitAudit split) {
        terminal.printPlain("");
        terminal.heading("words of " + split.split().name());
        var bins = split.words().bins(BINS);
        int most = bins.stream().mapToInt(LengthHistogram.Bin::texts).max().orElse(1);
        for (LengthHistogram.Bin bin : bins) {
            String range = bin.from() == bin.to() ? "" + bin.from() : bin.from() + "-" + bin.to();
            String bar = "#".repeat((int) Math.ceil((double) BAR * bin.texts() / most));
            terminal.printPlain(String.format(Locale.ROOT, "%9s %7d %s", range, bin.texts(), bar));
        }
    }

    private void overlap(Overlap overlap) {
        terminal.printPlain("");
        terminal.printPlain(String.format(
                Locale.ROOT,
                "%d rows of %s also stand in train (%d to the letter, the others but for case and punctuation)",
                overlap.matches().size(),
                overlap.split(),
                overlap.exactRows()));
        overlap.matches().stream().limit(SHOWN).forEach(match -> terminal.printPlain("  " + match.text()));
        if (overlap.matches().size() > SHOWN) {
            terminal.printPlain("  ... and " + (overlap.matches().size() - SHOWN) + " more");
        }
    }

    @Command(
            name = "write",
            description = "Write a dataset as train.tsv, dev.tsv and test.tsv, the built-in corpus for one.",
            mixinStandardHelpOptions = true)
    int write(
            @Mixin DataOptions options,
            @Option(names = "--out", required = true, paramLabel = "DIR", descriptionKey = "data.out") Path out) {
        Dataset dataset = read(options);
        dataset.write(out);
        terminal.printPlain("Wrote " + dataset.splits().size() + " splits to " + out);
        return 0;
    }
}
