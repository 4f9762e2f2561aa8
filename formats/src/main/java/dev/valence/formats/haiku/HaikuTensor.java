package dev.valence.formats.haiku;

import java.util.List;

/**
 * A tensor under both its names.
 *
 * @param haiku what Haiku calls it
 * @param name what this project calls it
 * @param shape its extents, the same on both sides
 */
record HaikuTensor(HaikuName haiku, String name, List<Integer> shape) {
    int[] extents() {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
