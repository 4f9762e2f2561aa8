package dev.valence.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instructions for bfloat16 are found without loading oneDNN, and as oneDNN finds them. */
class ProcessorTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "flags\t\t: fpu avx2 fma, false",
        "flags\t\t: fpu avx512f avx512_bf16 amx_tile, true",
        "flags\t\t: fpu avx512f avx512_vnni, false",
        "Features\t: fp asimd bf16, true"
    })
    void flagsAreRead(String line, boolean expected) throws IOException {
        Path file = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n" + line + "\n");
        assertThat(Processor.mayHaveBf16(file)).isEqualTo(expected);
    }

    @Test
    void withoutSuchAFileOneDnnDecides() {
        assertThat(Processor.mayHaveBf16(folder.resolve("none"))).isTrue();
    }

    @Test
    void oneDnnFindsTheSame() {
        Natives.assumeThere();
        OpenMp.load();
        int level = dnnl.dnnl_cpu_isa_avx512_core_bf16;
        boolean found = (dnnl.dnnl_get_effective_cpu_isa() & level) == level;
        assertThat(new OneDnnSource().gemm(Precision.AUTO).isPresent()).isEqualTo(found);
    }
}
