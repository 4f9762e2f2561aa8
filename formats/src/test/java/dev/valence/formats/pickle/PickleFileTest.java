package dev.valence.formats.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.ReferenceJson;
import dev.valence.SharedFolder;
import dev.valence.internal.checkpoint.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Python and NumPy pickled is read as NumPy says it is; what else a pickle may ask for is refused. */
class PickleFileTest {
    private static final Path FOLDER = Path.of("src/test/resources/reference/pickle");
    private static final Map<String, ElementType> TYPES = Map.of(
            "float16", ElementType.F16,
            "float32", ElementType.F32,
            ">f4", ElementType.F32,
            "float64", ElementType.F64,
            "bfloat16", ElementType.BF16,
            "int32", ElementType.I32,
            "bool", ElementType.BOOL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arrays_protocol2.pkl",
                "arrays_protocol3.pkl",
                "arrays_protocol4.pkl",
                "arrays_protocol5.pkl",
                "state_protocol2.pkl",
                "state_protocol4.pkl",
                "bfloat16.pkl"
            })
    void arraysAreThoseThatNumPyWrote(String file) throws IOException {
        ReferenceJson expected =
                ReferenceJson.read(FOLDER.resolve("expected.json")).get(file);
        List<PickledTensor> tensors = PickleFile.open(FOLDER.resolve(file)).tensors();
        assertThat(tensors).extracting(PickledTensor::name).containsExactlyInAnyOrderElementsOf(expected.keys());
        for (PickledTensor tensor : tensors) {
            PickleArray array = tensor.array();
            ReferenceJson wanted = expected.get(tensor.name());
            assertThat(array.shape())
                    .as(tensor.name())
                    .isEqualTo(wanted.get("shape").integers());
            assertThat(array.type())
                    .as(tensor.name())
                    .isEqualTo(TYPES.get(wanted.get("dtype").string()));
            if (array.isFloat()) {
                float[] values = new float[array.size() + 1];
                array.read(values, 1);
                double[] numbers = wanted.get("values").numbers();
                assertThat(numbers).hasSize(array.size());
                for (int i = 0; i < numbers.length; i++) {
                    assertThat(values[i + 1]).as(tensor.name() + " " + i).isEqualTo((float) numbers[i]);
                }
            }
        }
    }

    @Test
    void theLeastDeepComeFirst() {
        assertThat(PickleFile.open(FOLDER.resolve("state_protocol4.pkl")).tensors())
                .extracting(PickledTensor::name)
                .startsWith("TrainingState[0]/linear/w", "TrainingState[0]/linear/b");
    }

    @Test
    void othersCheckpointsAreRead() {
        List<PickledTensor> tensors = PickleFile.open(SharedFolder.reference("pickles/symphony_haiku_params.pkl"))
                .tensors();
        assertThat(tensors)
                .hasSize(124)
                .allSatisfy(tensor -> assertThat(tensor.array().isFloat()).isTrue());
        assertThat(tensors.get(0).name())
                .isEqualTo("haiku_mace/~embeddings/mace/layer_0/equivariant_product_basis_block/linear/w[0,0]"
                        + " 32x0e,32x0e");
        assertThat(PickleFile.open(SharedFolder.reference("pickles/haiku_nested.pkl"))
                        .tensors())
                .isEmpty();
    }

    static List<HostilePickles.Hostile> hostile() {
        return HostilePickles.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void harmIsRefused(HostilePickles.Hostile hostile) {
        assertThatThrownBy(() -> PickleFile.parse("hostile.pkl", ByteBuffer.wrap(hostile.content())))
                .isInstanceOfSatisfying(PickleException.class, e -> {
                    assertThat(e.opcode()).isEqualTo(hostile.opcode());
                    assertThat(e)
                            .hasMessageStartingWith("hostile.pkl: " + e.opcode() + " at offset " + e.offset() + ": ");
                    assertThat(e.getMessage().lines()).hasSize(1);
                    if (e.opcode().length() > 1 && e.offset() < hostile.content().length) {
                        assertThat(Opcode.name(hostile.content()[e.offset()])).isEqualTo(e.opcode());
                    }
                });
    }

    @ParameterizedTest(name = "protocol {0}")
    @ValueSource(ints = {0, 1, 6, 255})
    void otherProtocolsAreRefused(int protocol) {
        byte[] pickle = {(byte) 0x80, (byte) protocol, 'N', '.'};
        assertThatThrownBy(() -> PickleFile.parse("other.pkl", ByteBuffer.wrap(pickle)))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining(
                        "PROTO at offset 0: required a pickle of protocol 2 to 5, found protocol " + protocol);
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        Path missing = folder.resolve("missing.pkl");
        assertThatThrownBy(() -> PickleFile.open(missing))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found no such file");
        Path empty = Files.createFile(folder.resolve("empty.pkl"));
        assertThatThrownBy(() -> PickleFile.open(empty))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("the end of the file at offset 0");
        assertThatThrownBy(() -> PickleFile.open(folder)).isInstanceOf(InputException.class);
    }

    @Test
    void everyOpcodeHasItsOwnByte() {
        Map<Integer, Long> counts =
                Arrays.stream(Opcode.values()).collect(Collectors.groupingBy(Opcode::code, Collectors.counting()));
        assertThat(counts).hasSize(68).allSatisfy((code, count) -> assertThat(count)
                .isEqualTo(1));
    }
}
