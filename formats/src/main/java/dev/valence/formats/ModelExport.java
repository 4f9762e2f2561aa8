package dev.valence.formats;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.StoredTokenizer;
import dev.valence.internal.weights.ModelLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a model directory of any family again: with its numbers in another type, and cut into files of a size. */
public final class ModelExport {
    private static final String PROVENANCE = "provenance.json";
    private static final String LENGTH = "model_max_length";
    /** What goes along as it is, where it is there. */
    private static final List<String> COMPANIONS = List.of(
            "tokenizer.json",
            "vocab.txt",
            "vocab.json",
            "merges.txt",
            "special_tokens_map.json",
            "added_tokens.json",
            "README.md",
            "LICENSE");

    /**
     * What is asked for.
     *
     * @param source what to note as the origin
     * @param type F32, F16 or BF16 for all floats; null for what they are
     * @param shardBytes most bytes of the tensors in one file
     */
    public record Options(String source, @Nullable ElementType type, long shardBytes) {}

    private ModelExport() {}

    /**
     * Writes the directory as a whole, with a manifest of checksums.
     *
     * @param from in the layout of Hugging Face
     * @param to new or empty
     * @throws InputException if something is missing, or a number is too large for the type
     * @throws java.io.UncheckedIOException if writing fails
     */
    public static void write(Path from, Path to, Options options) {
        DirectoryCommit.requireFree(to);
        ConfigJson config = ConfigJson.read(from.resolve(ModelLayout.CONFIG));
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(from)) {
            DirectoryCommit.commit(to, folder -> {
                config(config, options).write(folder.resolve(ModelLayout.CONFIG));
                SafetensorsExport.write(weights, folder, options.type(), options.shardBytes());
                copyCompanions(from, folder);
                tokenizerConfig(from, ModelLayout.maximumLength(config)).write(folder.resolve(StoredTokenizer.CONFIG));
                provenance(from, options).write(folder.resolve(PROVENANCE));
            });
        }
    }

    /** With the type that the weights have from now on, by which Python's libraries choose what to compute with. */
    private static ConfigJson config(ConfigJson config, Options options) {
        ElementType type = options.type();
        if (type == null) {
            return config;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(config.values());
        values.remove("torch_dtype"); // the older name
        values.put(
                "dtype",
                switch (type) {
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                    default -> "float32";
                });
        return ConfigJson.of(values);
    }

    private static void copyCompanions(Path from, Path to) throws IOException {
        for (String name : COMPANIONS) {
            Path file = from.resolve(name);
            if (Files.isRegularFile(file)) {
                Files.copy(file, to.resolve(name));
            }
        }
    }

    /** Always with the greatest length, without which Python's pipelines do not cut what the model has no positions for. */
    private static ConfigJson tokenizerConfig(Path from, int longest) {
        Path file = from.resolve(StoredTokenizer.CONFIG);
        ConfigJson given = Files.exists(file) ? ConfigJson.read(file) : ConfigJson.of(Map.of());
        Map<String, @Nullable Object> values = new LinkedHashMap<>(given.values());
        Object length = values.get(LENGTH);
        if (longest < Integer.MAX_VALUE && !(length instanceof Number number && number.doubleValue() <= longest)) {
            values.put(LENGTH, longest);
        }
        return ConfigJson.of(values);
    }

    private static ConfigJson provenance(Path from, Options options) {
        Path file = from.resolve(PROVENANCE);
        Map<String, @Nullable Object> provenance =
                new LinkedHashMap<>(Files.exists(file) ? ConfigJson.read(file).values() : Map.of());
        Map<String, String> hashes = new TreeMap<>();
        SafetensorsDirectory.fileNames(from).forEach(name -> hashes.put(name, DirectoryCommit.sha256(from, name)));
        ElementType type = options.type();
        Map<String, Object> exported = new LinkedHashMap<>();
        exported.put("from", options.source());
        exported.put("weights_hash", hashes);
        exported.put("type", type == null ? "as it was" : type.name().toLowerCase(Locale.ROOT));
        provenance.put("exported", exported);
        return ConfigJson.of(provenance);
    }
}
