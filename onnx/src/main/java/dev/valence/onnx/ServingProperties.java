package dev.valence.onnx;

import dev.valence.internal.model.ProblemType;
import dev.valence.internal.tokenize.SpecialToken;
import dev.valence.internal.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code serving.properties}, from which DJL knows how to open a directory: engine, translator, and inputs of the
 * graph. DJL reads no {@code tokenizer_config.json} unless it is named, and cuts texts at 512 tokens by default.
 */
final class ServingProperties {
    private static final String FILE_NAME = "serving.properties";
    private static final String TRANSLATORS = "ai.djl.huggingface.translator.";

    private ServingProperties() {}

    /**
     * Writes it.
     *
     * @param problem what a classifier is asked for, or null for a masked language model
     * @param inputs names of the graph's inputs
     */
    static void write(Path folder, @Nullable ProblemType problem, List<String> inputs, Tokenizer tokenizer)
            throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("engine", "OnnxRuntime");
        if (problem == null) {
            properties.put("translatorFactory", TRANSLATORS + "FillMaskTranslatorFactory");
            tokenizer.id(SpecialToken.MASK).ifPresent(id -> properties.put("maskToken", tokenizer.token(id)));
        } else if (problem != ProblemType.REGRESSION) { // DJL has no translator that hands out a number as it is
            properties.put("translatorFactory", TRANSLATORS + "TextClassificationTranslatorFactory");
        }
        properties.put("includeTokenTypes", inputs.contains(ModelGraph.TOKEN_TYPE_IDS));
        properties.put("maxLength", tokenizer.maximumLength());
        properties.put("modelMaxLength", tokenizer.maximumLength()); // DJL's bound on the other
        List<String> lines = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue())
                .toList();
        Files.write(folder.resolve(FILE_NAME), lines);
    }
}
