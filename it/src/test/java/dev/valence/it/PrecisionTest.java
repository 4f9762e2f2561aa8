package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products in bf16 where they were asked for, and a program that runs where they cannot be had. */
class PrecisionTest {
    @TempDir
    private Path folder;

    private String kernels(String run) {
        return ConfigJson.read(folder.resolve(run).resolve("best/provenance.json"))
                .string("kernels");
    }

    @ParameterizedTest(name = "--precision {0}: {1}")
    @CsvSource({"bf16, onednn-bf16", "fp32, java-vector"})
    void isWhatWasAskedFor(String precision, String name) throws IOException, InterruptedException {
        assumeThat(System.getProperty("os.arch")).as("where oneDNN is shipped").isEqualTo("amd64");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        assumeThat(precision.equals("fp32")
                        || Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512bw "))
                .as("instructions for products of " + precision)
                .isTrue();
        Program program = Program.in(folder);
        program.finetune("run", "--precision", precision).succeeded();
        assertThat(kernels("run")).contains(name);
        program.run("predict", "--model", "run", "--precision", precision, "a fine plot")
                .succeeded();
    }

    @Test
    void withoutNativesProductsAreMadeInJava() throws IOException, InterruptedException {
        Program program = Program.in(folder).withFlags("-Dorg.bytedeco.javacpp.platform=none");
        program.finetune("run").succeeded();
        assertThat(kernels("run")).doesNotContain("onednn");
        Result demanded = program.run("finetune", "--out", "other", "--precision", "bf16");
        assertThat(demanded.exitCode()).isEqualTo(2);
        assertThat(demanded.errors())
                .contains(
                        "oneDNN cannot run here, products are made in Java: ",
                        "products of bf16 need the module onednn");
    }

    @Test
    void otherKernelsHaveNoBf16() throws IOException, InterruptedException {
        Result refused =
                Program.in(folder).run("finetune", "--out", "run", "--kernels", "vector", "--precision", "bf16");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.messages()).singleElement().asString().contains("--precision bf16 goes with --kernels auto");
    }
}
