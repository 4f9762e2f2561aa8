package dev.valence.formats;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.OutgoingTensor;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tensors of a model directory again: in another type, into one file or several, as Hugging Face's libraries do it.
 * One tensor at a time is in memory.
 */
public final class SafetensorsExport {
    private static final String FORMAT = "format";
    private static final String PYTORCH = "pt"; // transformers refuses files that do not name a framework it knows
    private static final int MOST_SHARDS = 1_000;

    private SafetensorsExport() {}

    /**
     * Writes {@code model.safetensors}, or shards of it and their index.
     *
     * @param from what to write
     * @param to an existing directory
     * @param type of floats from now on; other tensors keep theirs. Null for what they are
     * @param shardBytes most bytes of the tensors in one file; a greater tensor gets a file of its own
     * @throws InputException if a number is too large for the type, or there would be too many files
     * @throws java.io.UncheckedIOException if writing fails
     */
    public static void write(SafetensorsDirectory from, Path to, @Nullable ElementType type, long shardBytes) {
        List<List<OutgoingTensor>> shards = cut(from, type, shardBytes);
        Map<String, String> metadata = Map.of(FORMAT, from.metadata().getOrDefault(FORMAT, PYTORCH));
        if (shards.size() == 1) {
            SafetensorsWriter.writeTensors(to.resolve(SafetensorsDirectory.FILE_NAME), shards.get(0), metadata);
            return;
        }
        if (shards.size() > MOST_SHARDS) {
            throw new InputException("required at most " + MOST_SHARDS + " files, found " + shards.size() + " of "
                    + shardBytes + " bytes; allow larger ones with --shard-size");
        }
        Map<String, Object> places = new LinkedHashMap<>();
        long bytes = 0;
        for (int s = 0; s < shards.size(); s++) {
            String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", s + 1, shards.size());
            SafetensorsWriter.writeTensors(to.resolve(name), shards.get(s), metadata);
            for (OutgoingTensor tensor : shards.get(s)) {
                places.put(tensor.name(), name);
                bytes += tensor.bytes();
            }
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", bytes));
        index.put(SafetensorsDirectory.WEIGHT_MAP, places);
        ConfigJson.of(index).write(to.resolve(SafetensorsDirectory.INDEX_NAME));
    }

    private static List<List<OutgoingTensor>> cut(
            SafetensorsDirectory from, @Nullable ElementType type, long shardBytes) {
        List<List<OutgoingTensor>> shards = new ArrayList<>();
        List<OutgoingTensor> shard = new ArrayList<>();
        long bytes = 0;
        for (String name : from.names()) {
            OutgoingTensor tensor = from.outgoing(name, type);
            if (!shard.isEmpty() && bytes + tensor.bytes() > shardBytes) {
                shards.add(shard);
                shard = new ArrayList<>();
                bytes = 0;
            }
            shard.add(tensor);
            bytes += tensor.bytes();
        }
        shards.add(shard);
        return shards;
    }
}
