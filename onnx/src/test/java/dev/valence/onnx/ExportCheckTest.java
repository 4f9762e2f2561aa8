package dev.valence.onnx;

import static dev.valence.onnx.RandomModels.bert;
import static dev.valence.onnx.RandomModels.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.formats.onnx.OnnxModelWriter;
import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.TransformerModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph that ONNX Runtime does not run, or with other logits, is never handed out. */
class ExportCheckTest {
    @TempDir
    private Path folder;

    @Test
    void aGraphThatComputesSomethingElseIsNotHandedOut() {
        TransformerModel model = bert(Activation.GELU);
        TransformerModel other = bert(Activation.GELU);
        NamedTensor bias = other.parameters().tensors().stream()
                .filter(tensor -> tensor.name().equals("head.output.bias"))
                .findFirst()
                .orElseThrow();
        bias.values()[bias.offset() + 2] += 2e-4f;
        OnnxModelWriter broken = ModelGraph.of(other, false, true);
        ExportCheck check = new ExportCheck(model, false, true, texts());
        assertThatThrownBy(() -> OnnxExport.write(folder.resolve("out"), broken, check, besideGraph -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ONNX Runtime computes other logits of the exported graph than the model: ")
                .hasMessageEndingWith("for class 2, where 1.0E-4 is the most that they may differ")
                .message()
                .hasLineCount(1);
        assertNothingIsLeft();

        bias.values()[bias.offset() + 2] = Float.NaN;
        assertThatThrownBy(() -> OnnxExport.write(folder.resolve("out"), broken, check, besideGraph -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NaN instead of");
        assertNothingIsLeft();
    }

    @Test
    void aGraphThatDoesNotRunIsNotHandedOut() {
        OnnxModelWriter broken = new OnnxModelWriter();
        broken.node("NoSuchOperator", "logits", List.of(broken.input("input_ids", List.of("1", "sequence"))));
        broken.output("logits", List.of("1", "3"));
        ExportCheck check = new ExportCheck(bert(Activation.RELU), false, false, texts());
        assertThatThrownBy(() -> OnnxExport.write(folder.resolve("out"), broken, check, besideGraph -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ONNX Runtime does not run the exported graph: ")
                .hasMessageContaining("NoSuchOperator")
                .message()
                .hasLineCount(1);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(folder).isEmptyDirectory();
    }
}
