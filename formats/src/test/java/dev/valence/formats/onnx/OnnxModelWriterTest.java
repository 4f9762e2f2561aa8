package dev.valence.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, and what cannot be an ONNX model is never written. */
class OnnxModelWriterTest {
    @TempDir
    private Path folder;

    @Test
    void aGraphIsReadAgain() throws IOException {
        float[] arena = new float[40_009]; // more than one buffer of the writer
        IntStream.range(0, arena.length).forEach(i -> arena[i] = i / 7f);
        OnnxModelWriter writer = new OnnxModelWriter();
        String ids = writer.input("ids", List.of("batch", "3"));
        NamedTensor table = new NamedTensor("table", arena, 5, 20_002, 2);
        String rows = writer.node("Gather", "rows", List.of(writer.weight(table), ids));
        writer.weight(table);
        String turned =
                writer.node("Transpose", "turned", List.of(rows), OnnxAttribute.integers("perm", List.of(2L, 0L, 1L)));
        String shaped = writer.node("Reshape", "shaped", List.of(turned, writer.integers(0, -1)));
        String half =
                writer.node("Mul", "half", List.of(shaped, writer.scalar(0.5f)), OnnxAttribute.number("e", 1e-12f));
        writer.node("Gather", "one", List.of(half, writer.index(-2)), OnnxAttribute.integer("axis", -1));
        writer.output("one", List.of("batch"));
        Path file = folder.resolve("model.onnx");
        writer.write(file);

        try (FileChannel channel = FileChannel.open(file)) {
            OnnxGraph graph = OnnxReader.read(file, channel);
            assertThat(graph.inputs()).containsExactly("ids").isEqualTo(writer.inputs());
            assertThat(graph.outputs()).containsExactly("one");
            OnnxNode last = graph.require("one", "Gather", "the last");
            assertThat(last.integer("axis", 0)).isEqualTo(-1);
            assertThat(graph.scalar(last.input(1))).hasValue(-2);
            OnnxNode product = graph.require(last.input(0), "Mul", "a product");
            assertThat(product.number("e", 0)).isEqualTo(1e-12f);
            assertThat(graph.scalar(product.input(1))).hasValue(0.5);
            OnnxNode reshape = graph.require(product.input(0), "Reshape", "a shape");
            assertThat(graph.integers(reshape.input(1))).containsExactly(0, -1);
            OnnxNode transpose = graph.require(reshape.input(0), "Transpose", "a permutation");
            assertThat(transpose.integers("perm")).containsExactly(2L, 0L, 1L);
            OnnxTensor read = graph.constant(
                    graph.require(transpose.input(0), "Gather", "rows").input(0));
            assertThat(read).isNotNull();
            assertThat(read.extents()).containsExactly(20_002, 2);
            float[] floats = read.floats();
            assertThat(IntStream.range(0, floats.length).allMatch(i -> floats[i] == (i + 5) / 7f))
                    .isTrue();
        }
    }

    @Test
    void aModelOfMoreThanTwoGigabytesIsRefusedBeforeAnythingIsWritten() {
        float[] shared = new float[1 << 22];
        OnnxModelWriter writer = new OnnxModelWriter();
        for (int i = 0; i < 128; i++) { // 128 times 16 MB, all of them one array
            writer.weight(new NamedTensor("weight." + i, shared, 0, shared.length));
        }
        Path file = folder.resolve("model.onnx");
        assertThatThrownBy(() -> writer.write(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": required a model of less than 2 GB")
                .hasMessageContaining("found 2,147,48")
                .message()
                .hasLineCount(1);
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void valuesAreMadeOnceAndBeforeTheyAreUsed() {
        OnnxModelWriter writer = new OnnxModelWriter();
        writer.input("x", List.of("1"));
        assertThatThrownBy(() -> writer.input("x", List.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x' again");
        List<String> later = List.of("y");
        assertThatThrownBy(() -> writer.node("Relu", "z", later))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("made before it, found 'y'");
    }
}
