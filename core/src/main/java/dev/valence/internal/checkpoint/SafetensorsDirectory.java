package dev.valence.internal.checkpoint;

import dev.valence.InputException;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a model directory: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 * distributes them over. What the index says is not trusted: a shard is a file in the directory itself, and every tensor
 * must be in the shard that it names. May be shared between threads.
 */
public final class SafetensorsDirectory implements AutoCloseable {
    /** Where the tensors are if they are in one file. */
    public static final String FILE_NAME = "model.safetensors";

    /** What says where they are if they are in several. */
    public static final String INDEX_NAME = "model.safetensors.index.json";

    public static final String WEIGHT_MAP = "weight_map";
    private static final int MOST_SHARDS = 1_000;

    private final Path source;
    private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> shardOf = new LinkedHashMap<>();

    private SafetensorsDirectory(Path source) {
        this.source = source;
    }

    /**
     * Opens all files and checks them.
     *
     * @param directory a model directory in the layout of Hugging Face
     * @throws InputException if there are no safetensors, a file departs from its specification, or the index does not fit
     *     the shards
     */
    public static SafetensorsDirectory open(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        Path index = directory.resolve(INDEX_NAME);
        boolean sharded = isSharded(directory);
        SafetensorsDirectory opened = new SafetensorsDirectory(sharded ? index : file);
        try {
            if (sharded) {
                opened.openShards(directory, ConfigJson.read(index));
            } else {
                SafetensorsFile whole = opened.shard(directory, FILE_NAME);
                whole.names().forEach(name -> opened.shardOf.put(name, whole));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * The names of the files that hold the tensors of a model directory.
     *
     * @throws InputException if they cannot be found out
     */
    public static Set<String> fileNames(Path directory) {
        return isSharded(directory) ? shardNames(directory.resolve(INDEX_NAME)) : Set.of(FILE_NAME);
    }

    private static boolean isSharded(Path directory) {
        return !Files.exists(directory.resolve(FILE_NAME)) && Files.exists(directory.resolve(INDEX_NAME));
    }

    /**
     * The names of the files an index spreads its tensors over, each once.
     *
     * @param index a {@link #INDEX_NAME}
     * @throws InputException if it cannot be read, has no weight map, or names what cannot be a file of the same directory
     */
    public static Set<String> shardNames(Path index) {
        return shardNames(index, ConfigJson.read(index));
    }

    private static Set<String> shardNames(Path source, ConfigJson index) {
        ConfigJson weightMap = index.object(WEIGHT_MAP);
        Set<String> names = new LinkedHashSet<>();
        for (String tensor : weightMap.values().keySet()) {
            String name = weightMap.string(tensor);
            if (!name.endsWith(".safetensors") || !isPlainName(name)) {
                throw new InputException(source + ": required the name of a .safetensors file in the same"
                        + " directory for '" + tensor + "', found '" + name
                        + "'; fetch or save the model again");
            }
            names.add(name);
        }
        if (names.size() > MOST_SHARDS) {
            throw new InputException(source + ": required at most " + MOST_SHARDS + " files, found " + names.size()
                    + "; fetch or save the model again");
        }
        return Collections.unmodifiableSet(names);
    }

    /** Whether a name cannot lead anywhere else on any system. */
    private static boolean isPlainName(String name) {
        return !name.startsWith(".")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    }

    private void openShards(Path directory, ConfigJson index) {
        shardNames(source, index).forEach(name -> shard(directory, name));
        ConfigJson weightMap = index.object(WEIGHT_MAP);
        for (String tensor : weightMap.values().keySet()) {
            String name = weightMap.string(tensor);
            SafetensorsFile shard = shard(directory, name);
            if (!shard.contains(tensor)) {
                throw new InputException(source + ": required '" + tensor + "' in " + name
                        + ", as the index says, found no such tensor there; fetch or save the model again");
            }
            shardOf.put(tensor, shard);
        }
    }

    private SafetensorsFile shard(Path directory, String name) {
        return shards.computeIfAbsent(name, missing -> SafetensorsFile.open(directory.resolve(missing)));
    }

    /** Names of the tensors. */
    public Set<String> names() {
        return Collections.unmodifiableSet(shardOf.keySet());
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return shardOf.containsKey(name);
    }

    /**
     * Extents of a tensor, outermost first; none for a scalar.
     *
     * @throws InputException if there is no tensor of that name
     */
    public int[] shape(String name) {
        return file(name).shape(name);
    }

    /**
     * Element type of a tensor.
     *
     * @throws InputException if there is no tensor of that name
     */
    public ElementType type(String name) {
        return file(name).type(name);
    }

    /** Reads a tensor as floats; see {@link SafetensorsFile#read(String, float[], int)}. */
    public void read(String name, float[] destination, int offset) {
        file(name).read(name, destination, offset);
    }

    /**
     * Reads the tensor of the same name; see {@link SafetensorsFile#read(NamedTensor)}. Directories of other programs have
     * no manifest, so it is here that weights no model can have are noticed.
     *
     * @throws InputException also if one of its numbers is not finite
     */
    public void read(NamedTensor tensor) {
        file(tensor.name()).read(tensor);
        for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
            if (!Float.isFinite(tensor.values()[i])) {
                throw new InputException(source + ": required finite numbers in '" + tensor.name() + "', found "
                        + tensor.values()[i] + " at " + (i - tensor.offset()) + "; fetch or save the model again");
            }
        }
    }

    /** What the writer noted in the first file. */
    public Map<String, String> metadata() {
        return shards.values().stream()
                .findFirst()
                .map(SafetensorsFile::metadata)
                .orElse(Map.of());
    }

    /** A tensor as it is to be written elsewhere; see {@link SafetensorsFile#outgoing}. */
    public OutgoingTensor outgoing(String name, @Nullable ElementType type) {
        return file(name).outgoing(name, type);
    }

    private SafetensorsFile file(String name) {
        SafetensorsFile file = shardOf.get(name);
        if (file == null) {
            throw new InputException(source + ": required a tensor '" + name + "', found none of that name among "
                    + shardOf.size() + "; check that the directory belongs to this kind of model");
        }
        return file;
    }

    @Override
    public void close() {
        shards.values().forEach(SafetensorsFile::close);
    }
}
