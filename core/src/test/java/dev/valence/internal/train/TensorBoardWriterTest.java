package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000, 500_000_000);

    @TempDir
    Path folder;

    /** One point as read back. */
    private record Point(String tag, long step, float value, double wallTime) {}

    @Test
    void bytesAreThoseOfTensorBoardsOwnWriter() throws IOException {
        try (TensorBoardWriter writer = new TensorBoardWriter(folder, START)) {
            writer.scalar("Loss/größe", 300, -0.625, START.plusMillis(6_750));
            assertThat(writer.file()).hasFileName("events.out.tfevents.1700000000.valence");
            // Printed by tools/reference/read_events.py --golden.
            assertThat(HexFormat.of().formatHex(Files.readAllBytes(writer.file())))
                    .isEqualTo("1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110"
                            + "2300000000000000b09f7743090000d041fc54d94110ac022a150a130a0c4c6f73732f6772c3b6c39f"
                            + "6515000020bfdb5a9ba1");
        }
    }

    @Test
    void everyPointIsInTheFileBeforeItIsClosed() throws IOException {
        List<Point> expected = new ArrayList<>();
        try (TensorBoardWriter writer = new TensorBoardWriter(folder, START)) {
            for (int i = 0; i < 101; i++) {
                long step = i * 1_000_003L * 4_099;
                float value = i == 7 ? Float.NaN : i == 11 ? Float.NEGATIVE_INFINITY : 1f / (i + 1);
                writer.scalar("tag/" + i % 3, step, value, START.plusSeconds(i));
                expected.add(new Point("tag/" + i % 3, step, value, 1_700_000_000.5 + i));
                assertThat(points(writer.file())).isEqualTo(expected);
            }
        }
    }

    @Test
    void aRunThatGoesOnForgetsWhatCameAfter() throws IOException {
        try (TensorBoardWriter writer = new TensorBoardWriter(folder, START)) {
            long before = Files.size(writer.file());
            writer.forgetFrom(300);
            byte[] record = Files.readAllBytes(writer.file());
            byte[] message = Arrays.copyOfRange(record, (int) before + 12, record.length - 4);
            CodedInputStream event = CodedInputStream.newInstance(message);
            assertThat(event.readTag()).isEqualTo(tag(1, WireFormat.WIRETYPE_FIXED64));
            event.readDouble();
            assertThat(event.readTag()).isEqualTo(tag(2, WireFormat.WIRETYPE_VARINT));
            assertThat(event.readInt64()).isEqualTo(300);
            // event.proto: SessionLog session_log = 7; SessionStatus status = 1; START = 1
            assertThat(event.readTag()).isEqualTo(tag(7, WireFormat.WIRETYPE_LENGTH_DELIMITED));
            assertThat(event.readByteArray()).containsExactly(tag(1, WireFormat.WIRETYPE_VARINT), 1);
            assertThat(event.isAtEnd()).isTrue();
        }
    }

    @Test
    void withoutATimeItIsNow() throws IOException {
        Instant before = Instant.now();
        try (TensorBoardWriter writer = new TensorBoardWriter(folder)) {
            writer.scalar("a", 1, 2);
            double wallTime = points(writer.file()).get(0).wallTime();
            // A microsecond for rounding to double.
            assertThat(wallTime).isBetween(seconds(before) - 1e-6, seconds(Instant.now()) + 1e-6);
        }
    }

    @Test
    void runsOfTheSameSecondGetFilesOfTheirOwn() throws IOException {
        try (TensorBoardWriter first = new TensorBoardWriter(folder, START);
                TensorBoardWriter second = new TensorBoardWriter(folder, START)) {
            first.scalar("a", 1, 1, START);
            assertThat(second.file()).hasFileName("events.out.tfevents.1700000000.valence.2");
            assertThat(points(second.file())).isEmpty();
        }
    }

    @Test
    void missingFoldersAreMadeAndOtherTroubleReported() throws IOException {
        try (TensorBoardWriter writer =
                new TensorBoardWriter(folder.resolve("a").resolve("b"), START)) {
            assertThat(writer.file()).exists();
        }
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new TensorBoardWriter(file, START))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write");
    }

    @Test
    void writingAfterClosingIsReported() throws IOException {
        TensorBoardWriter writer = new TensorBoardWriter(folder, START);
        writer.close();
        assertThatThrownBy(() -> writer.scalar("a", 1, 1)).isInstanceOf(UncheckedIOException.class);
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /** The points of a file, after checking frames, checksums and the version. */
    private static List<Point> points(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Point> points = new ArrayList<>();
        boolean first = true;
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] message = new byte
                    [Math.toIntExact(ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong())];
            bytes.get(message);
            assertThat(bytes.getInt()).isEqualTo(masked(message));
            if (first) {
                assertThat(new String(message, StandardCharsets.US_ASCII)).endsWith("brain.Event:2");
            } else {
                points.add(point(message));
            }
            first = false;
        }
        return points;
    }

    /** ((crc >> 15) | (crc << 17)) + 0xa282ead8, as tensorflow/core/lib/hash/crc32c.h has it, in 64 bits. */
    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        return (int) ((value >> 15 | value << 17) + 0xa282ead8L);
    }

    private static Point point(byte[] message) throws IOException {
        CodedInputStream event = CodedInputStream.newInstance(message);
        assertThat(event.readTag()).isEqualTo(tag(1, WireFormat.WIRETYPE_FIXED64));
        double wallTime = event.readDouble();
        assertThat(event.readTag()).isEqualTo(tag(2, WireFormat.WIRETYPE_VARINT));
        long step = event.readInt64();
        assertThat(event.readTag()).isEqualTo(tag(5, WireFormat.WIRETYPE_LENGTH_DELIMITED));
        CodedInputStream summary = CodedInputStream.newInstance(event.readByteArray());
        assertThat(event.isAtEnd()).isTrue();
        assertThat(summary.readTag()).isEqualTo(tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED));
        CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
        assertThat(summary.isAtEnd()).isTrue();
        assertThat(value.readTag()).isEqualTo(tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED));
        String name = value.readString();
        assertThat(value.readTag()).isEqualTo(tag(2, WireFormat.WIRETYPE_FIXED32));
        return new Point(name, step, value.readFloat(), wallTime);
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }
}
