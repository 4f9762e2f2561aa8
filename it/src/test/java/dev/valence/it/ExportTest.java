package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export onnx}, as users run it. */
class ExportTest {
    @TempDir
    private Path folder;

    @Test
    void aTrainedModelBecomesACheckedGraph() throws IOException, InterruptedException {
        Program program = Program.in(folder);
        program.finetune("run").succeeded();
        String output = program.run("export", "onnx", "--model", "run", "--out", "graph")
                .succeeded()
                .output();
        long bytes = Files.size(folder.resolve("graph/model.onnx"));
        assertThat(output)
                .matches(String.format(
                        Locale.ROOT,
                        "Wrote graph: a graph of %,d bytes, inputs input_ids, attention_mask of any number of texts; ONNX"
                                + " Runtime's logits of 5 texts are the model's within \\d\\.\\de[-+]\\d\\d\n",
                        bytes));
    }

    /** An IDE or Maven starts a JVM so, with all jars of the class path; some versions of ONNX Runtime end it by a signal. */
    @Test
    void aLongCommandLineIsNoHindrance() throws IOException, InterruptedException {
        Program.in(folder).finetune("run").succeeded();
        Program.in(folder)
                .withFlags("-Dfiller=" + "x".repeat(10_000))
                .run("export", "onnx", "--model", "run", "--out", "graph")
                .succeeded();
    }
}
