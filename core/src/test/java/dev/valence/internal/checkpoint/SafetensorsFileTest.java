package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.SharedFolder;
import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    /** Made by tools/reference/safetensors_mixed.py with the reference implementation. */
    private static Path mixed() throws URISyntaxException {
        return Path.of(
                SafetensorsFileTest.class.getResource("mixed.safetensors").toURI());
    }

    @Test
    void namesShapesTypesAndMetadataOfAFileByTheReferenceImplementation() throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(mixed())) {
            assertThat(file.metadata()).isEqualTo(Map.of("format", "pt", "note", "with \"quotes\" and ünï"));
            assertThat(file.names())
                    .containsExactlyInAnyOrder(
                            "half", "half.expected", "bfloat", "bfloat.expected", "scalar", "empty", "größe", "ids");
            assertThat(file.shape("größe")).containsExactly(2, 3);
            assertThat(file.shape("scalar")).isEmpty();
            assertThat(file.shape("empty")).containsExactly(0, 3);
            assertThat(file.type("ids")).isEqualTo(ElementType.I64);
            assertThat(file.type("half")).isEqualTo(ElementType.F16);
            assertThat(file.contains("half")).isTrue();
            assertThat(file.contains("third")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"half", "bfloat"})
    void sixteenBitTypesWidenAsNumPyAndPyTorchWidenThem(String name) throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(mixed())) {
            float[] widened = read(file, name);
            float[] expected = read(file, name + ".expected");
            assertThat(widened).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(Float.floatToRawIntBits(widened[i]))
                        .as("%s[%d]", name, i)
                        .isEqualTo(Float.floatToRawIntBits(expected[i]));
            }
        }
    }

    @Test
    void elementsGoWhereTheOffsetSays() throws Exception {
        float[] destination = {9, 9, 9, 9, 9, 9, 9, 9};
        try (SafetensorsFile file = SafetensorsFile.open(mixed())) {
            file.read("größe", destination, 1);
            assertThat(destination).containsExactly(9, 0, 1, 2, 3, 4, 5, 9);
            file.read("scalar", destination, 7);
            file.read("empty", destination, 8);
            assertThat(destination).containsExactly(9, 0, 1, 2, 3, 4, 5, 2.5f);
        }
    }

    @Test
    void refusesWhatTheFileDoesNotHave() throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(mixed())) {
            assertThatThrownBy(() -> file.shape("third"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("required a tensor 'third'");
            assertThatThrownBy(() -> file.read("ids", new float[5], 0))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("required F32, F16 or BF16 for 'ids', found I64");
            assertThatThrownBy(() -> file.read(new NamedTensor("größe", new float[6], 0, 3, 2)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("required shape [3, 2] for 'größe', found [2, 3]");
            assertThatThrownBy(() -> file.read("größe", new float[6], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("6 elements from 1 do not fit into an array of 6");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "bert_mlm", "distilbert", "roberta"})
    void readsModelsSavedByTransformers(String model) {
        try (SafetensorsFile file =
                SafetensorsFile.open(SharedFolder.reference("hf/" + model + "/model.safetensors"))) {
            assertThat(file.names()).hasSizeGreaterThan(20);
            assertThat(file.metadata()).containsEntry("format", "pt");
            for (String name : file.names()) {
                assertThat(read(file, name)).as(name).doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void missingFileAndDirectoryAreInputErrors() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.safetensors: required a safetensors file, found no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder)).isInstanceOf(InputException.class);
    }

    @Test
    void aFileCutAfterOpeningIsAnInputError() throws IOException {
        Path path = write("cut", entry("a", "F32", "[3]", "[0,12]"), 12);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            byte[] bytes = Files.readAllBytes(path);
            Files.write(path, Arrays.copyOf(bytes, bytes.length - 4));
            assertThatThrownBy(() -> file.read("a", new float[3], 0))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cut meanwhile");
        }
    }

    static Stream<Arguments> goodHeaders() {
        return Stream.of(
                Arguments.of("no tensors", "{}", 0),
                Arguments.of("padded", "{}     ", 0),
                Arguments.of("only metadata", "{\"__metadata__\":{}}", 0),
                Arguments.of(
                        "offsets in another order than names",
                        "{" + inner("b", "F32", "[1]", "[4,8]") + "," + inner("a", "F32", "[1]", "[0,4]") + "}",
                        8),
                Arguments.of(
                        "an empty tensor between two",
                        "{" + inner("a", "F32", "[1]", "[0,4]") + "," + inner("b", "F32", "[0]", "[4,4]") + ","
                                + inner("c", "U8", "[1]", "[4,5]") + "}",
                        5),
                Arguments.of("a zero before an overflow", entry("a", "F32", "[0,2147483647,2147483647]", "[0,0]"), 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodHeaders")
    void opensUnusualButValidFiles(String name, String header, int dataBytes) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write("good", header, dataBytes))) {
            assertThat(file.names().contains("a")).isEqualTo(header.contains("\"a\""));
        }
    }

    static Stream<Arguments> badHeaders() {
        String max = String.valueOf(Long.MAX_VALUE);
        String huge = "[2147483647,2147483647,2147483647]";
        return Stream.of(
                bad("empty header", "", 0, "starts with '{'"),
                bad("leading space", " {}", 0, "starts with '{'"),
                bad("not JSON", "{nonsense}", 0, "valid JSON"),
                bad("not closed", "{\"a\":", 0, "valid JSON"),
                bad("UTF-16", "{\0}\0", 0, "valid JSON"),
                bad("bytes after the object", "{}x", 0, "valid JSON"),
                bad("second object", "{}{}", 0, "nothing but spaces"),
                bad("deep JSON", "{\"a\":" + "[".repeat(50_000), 0, "an object for 'a'"),
                bad("deep metadata", "{\"__metadata__\":{\"a\":" + "{\"a\":".repeat(50_000), 0, "a string for 'a'"),
                bad("metadata no object", "{\"__metadata__\":[]}", 0, "an object for '__metadata__'"),
                bad("metadata not of strings", "{\"__metadata__\":{\"a\":1}}", 0, "a string for 'a'"),
                bad("metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "'__metadata__' twice"),
                bad("metadata key twice", "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", 0, "'k' twice"),
                bad(
                        "name twice",
                        "{" + inner("a", "U8", "[1]", "[0,1]") + "," + inner("a", "U8", "[1]", "[1,2]") + "}",
                        2,
                        "'a' twice"),
                bad("dtype twice", "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 0, "another 'dtype'"),
                bad("unknown key", "{\"a\":{\"colour\":1}}", 0, "another 'colour'"),
                bad("no shape", "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "not all of them"),
                bad("unknown dtype", entry("a", "F33", "[1]", "[0,4]"), 4, "found 'F33'"),
                bad("dtype no string", "{\"a\":{\"dtype\":7}}", 0, "a string as dtype"),
                bad("shape no list", entry("a", "U8", "1", "[0,1]"), 1, "a shape"),
                bad("negative extent", entry("a", "U8", "[-1]", "[0,1]"), 1, "found '-1'"),
                bad("extent 2^31", entry("a", "U8", "[2147483648]", "[0,2147483648]"), 0, "found 2147483648"),
                bad("extent 2^63", entry("a", "U8", "[9223372036854775808]", "[0,0]"), 0, "9223372036854775808"),
                bad("fractional extent", entry("a", "U8", "[1.0]", "[0,1]"), 1, "found '1.0'"),
                bad("nested extent", entry("a", "U8", "[[1]]", "[0,1]"), 1, "a shape"),
                bad("too many extents", entry("a", "U8", "[1" + ",1".repeat(64) + "]", "[0,1]"), 1, "more than 64"),
                bad("product overflows", entry("a", "F32", huge, "[0," + max + "]"), 0, "below 2^63"),
                bad(
                        "product overflows to 0",
                        entry("a", "F32", "[1073741824,1073741824,16]", "[0,0]"),
                        0,
                        "below 2^63"),
                bad("one offset", entry("a", "U8", "[1]", "[0]"), 1, "two integers"),
                bad("three offsets", entry("a", "U8", "[1]", "[0,1,2]"), 1, "more than 2"),
                bad("negative offset", entry("a", "U8", "[1]", "[-1,0]"), 1, "found '-1'"),
                bad("offset 2^63", entry("a", "U8", "[1]", "[0,9223372036854775808]"), 1, "two integers"),
                bad("offsets reversed", entry("a", "U8", "[0]", "[0,-0]"), 1, "0 bytes of data"),
                bad("end before begin", entry("a", "F32", "[1]", "[0,0]"), 4, "4 bytes for 'a'"),
                bad("too few bytes for the shape", entry("a", "F32", "[3]", "[0,8]"), 8, "12 bytes for 'a'"),
                bad("too many bytes for the shape", entry("a", "F32", "[1]", "[0,8]"), 8, "4 bytes for 'a'"),
                bad("gap before the first", entry("a", "U8", "[1]", "[1,2]"), 2, "gaps or overlaps: 'a' at 0"),
                bad(
                        "gap between two",
                        "{" + inner("a", "U8", "[1]", "[0,1]") + "," + inner("b", "U8", "[1]", "[2,3]") + "}",
                        3,
                        "gaps or overlaps: 'b' at 1"),
                bad(
                        "overlap",
                        "{" + inner("a", "U8", "[2]", "[0,2]") + "," + inner("b", "U8", "[2]", "[1,3]") + "}",
                        3,
                        "gaps or overlaps: 'b' at 2"),
                bad("data missing", entry("a", "F32", "[3]", "[0,12]"), 11, "12 bytes of data"),
                bad("data left over", entry("a", "F32", "[3]", "[0,12]"), 13, "12 bytes of data"),
                bad(
                        "claims 2^62 bytes",
                        entry("a", "U8", "[2147483647,2147483647]", "[0,4611686014132420609]"),
                        9,
                        "9 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHeaders")
    void refusesBadHeaders(String name, String header, int dataBytes, String required) throws IOException {
        Path path = write("bad", header, dataBytes);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(path + ": required ")
                .hasMessageContaining(required)
                .hasMessageContaining(", found ")
                .message()
                .hasLineCount(1)
                .hasSizeLessThan(1_000);
    }

    static Stream<Arguments> badLengths() {
        return Stream.of(
                Arguments.of("empty file", new byte[0], "at least 8 bytes, found 0 bytes"),
                Arguments.of("seven bytes", new byte[7], "at least 8 bytes, found 7 bytes"),
                Arguments.of("length 2^63", withLength(Long.MIN_VALUE), "found 9223372036854775808"),
                Arguments.of("length 2^64 - 1", withLength(-1), "found 18446744073709551615"),
                Arguments.of("length over 100 MB", withLength(100_000_001), "found 100000001"),
                Arguments.of("length past the end", withLength(3), "a header of 3 bytes, as its length says, found 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLengths")
    void refusesBadLengths(String name, byte[] content, String message) throws IOException {
        Path path = Files.write(folder.resolve("bad"), content);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void malformedUtf8IsRefused() throws IOException {
        byte[] header = entry("a?", "U8", "[1]", "[0,1]").getBytes(StandardCharsets.UTF_8);
        header[3] = (byte) 0xff;
        Path path = Files.write(folder.resolve("bad"), withHeader(header, 1));
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("valid JSON");
    }

    private static float[] read(SafetensorsFile file, String name) {
        int size = 1;
        for (int extent : file.shape(name)) {
            size *= extent;
        }
        float[] values = new float[size];
        Arrays.fill(values, Float.NaN);
        file.read(name, values, 0);
        return values;
    }

    private static Arguments bad(String name, String header, int dataBytes, String required) {
        return Arguments.of(name, header, dataBytes, required);
    }

    private static String entry(String name, String type, String shape, String offsets) {
        return "{" + inner(name, type, shape, offsets) + "}";
    }

    private static String inner(String name, String type, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    @Test
    void moreTensorsThanAnyModelHasAreRefused() throws IOException {
        String entry = "{'dtype':'F32','shape':[0],'data_offsets':[0,0]}";
        String header = IntStream.rangeClosed(0, 1 << 18)
                .mapToObj(i -> "'" + i + "':" + entry)
                .collect(Collectors.joining(",", "{", "}"))
                .replace('\'', '"');
        Path file = write("many", header, 0);
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 262144 tensors, found more");
    }

    private Path write(String name, String header, int dataBytes) throws IOException {
        return Files.write(folder.resolve(name), withHeader(header.getBytes(StandardCharsets.UTF_8), dataBytes));
    }

    private static byte[] withHeader(byte[] header, int dataBytes) {
        return ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private static byte[] withLength(long length) {
        return ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put((byte) '{')
                .put((byte) '}')
                .array();
    }
}
