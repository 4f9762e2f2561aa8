package dev.valence.cli;

import dev.valence.formats.inspect.WeightsListing;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code valence inspect}: what is in a file or directory of weights. */
@Command(
        name = "inspect",
        description = {
            "List the tensors in a file or directory, with shapes and types, and what it says of itself.",
            "Reads pickles of arrays, safetensors files and model directories, and runs nothing that is in them."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InspectCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(paramLabel = "PATH", descriptionKey = "inspect.path")
    private @Nullable Path path;

    @Option(names = "--json", paramLabel = "FILE", descriptionKey = "inspect.json")
    private @Nullable Path json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        WeightsListing listing = WeightsListing.of(Options.required(path, "PATH"));
        print(listing);
        if (json != null) {
            ConfigJson.of(listing.toMap()).write(json);
        }
    }

    private void print(WeightsListing listing) {
        Table table = new Table("tensor", "shape", "type", "numbers");
        for (WeightsListing.Tensor tensor : listing.tensors()) {
            table.row(
                    tensor.name(),
                    Arrays.toString(tensor.shape()),
                    tensor.type(),
                    String.format(Locale.ROOT, "%,d", tensor.size()));
        }
        table.print(terminal);
        terminal.printPlain("");
        terminal.printPlain(String.format(
                Locale.ROOT,
                "%s: %s, %,d tensors, %,d numbers in all",
                listing.path(),
                listing.format(),
                listing.tensors().size(),
                listing.size()));
        if (!listing.metadata().isEmpty()) {
            terminal.printPlain("");
            terminal.heading("metadata");
            terminal.printLines(ConfigJson.of(listing.metadata()).print());
        }
    }
}
