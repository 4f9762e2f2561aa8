package dev.valence.formats.inspect;

import dev.valence.InputException;
import dev.valence.formats.pickle.PickleFile;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.transformer.SavedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a file or directory of weights. Immutable.
 *
 * @param path where
 * @param format what it is
 * @param tensors in the order of the file
 * @param metadata what it says of itself
 */
public record WeightsListing(Path path, String format, List<Tensor> tensors, Map<String, ?> metadata) {
    private static final int PICKLE_START = 0x80; // the opcode PROTO
    private static final int SAFETENSORS_LENGTH = 8; // bytes before the header, which starts with a brace

    /** One tensor: its name, extents and element type. */
    public record Tensor(String name, int[] shape, ElementType type) {
        /** Number of elements. */
        public long size() {
            return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        }

        private Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("shape", Arrays.stream(shape).asLongStream().boxed().toList());
            map.put("type", type.name());
            return map;
        }
    }

    /** Looks at the first bytes to see what it is. */
    public static WeightsListing of(Path path) {
        if (Files.isDirectory(path)) {
            return ofDirectory(path, SavedModel.directory(path));
        }
        byte[] start = start(path);
        if (start.length > SAFETENSORS_LENGTH && start[SAFETENSORS_LENGTH] == '{') {
            return ofSafetensors(path);
        } else if (start.length > 0 && (start[0] & 0xff) == PICKLE_START) {
            return ofPickle(path);
        }
        throw new InputException(path + ": required a pickle of protocol 2 or later, a safetensors file or a model"
                + " directory, found another file; check the path");
    }

    private static byte[] start(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(SAFETENSORS_LENGTH + 1);
        } catch (IOException e) {
            throw new InputException(
                    path + ": required a file or directory of weights, found "
                            + (Files.exists(path) ? "one that cannot be read" : "nothing") + "; check the path",
                    e);
        }
    }

    private static WeightsListing ofDirectory(Path path, Path model) {
        ConfigJson config = ConfigJson.read(model.resolve("config.json"));
        WeightsListing weights = ofSafetensors(model.resolve("model.safetensors"));
        return new WeightsListing(path, "model directory", weights.tensors(), config.values());
    }

    private static WeightsListing ofSafetensors(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            List<Tensor> tensors = new ArrayList<>();
            file.names().forEach(name -> tensors.add(new Tensor(name, file.shape(name), file.type(name))));
            return new WeightsListing(path, "safetensors", tensors, file.metadata());
        }
    }

    private static WeightsListing ofPickle(Path path) {
        List<Tensor> tensors = PickleFile.open(path).tensors().stream()
                .map(tensor -> new Tensor(
                        tensor.name(), tensor.array().shape(), tensor.array().type()))
                .toList();
        return new WeightsListing(path, "pickle", tensors, Map.of());
    }

    /** Number of elements of all tensors. */
    public long size() {
        return tensors.stream().mapToLong(Tensor::size).sum();
    }

    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path.toString());
        map.put("format", format);
        map.put("numbers", size());
        map.put("tensors", tensors.stream().map(Tensor::toMap).toList());
        map.put("metadata", metadata);
        return map;
    }
}
