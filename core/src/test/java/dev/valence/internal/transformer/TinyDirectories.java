package dev.valence.internal.transformer;

import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.BytePairTrainer;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.tokenize.TokenizerFile;
import dev.valence.internal.tokenize.WordCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Directories of tiny models of Hugging Face's families. */
public final class TinyDirectories {
    /** Where {@code tools/reference/load_directory.py} is to find the directories; a property, for Python is not needed here. */
    private static final String KEEP = "valence.directories";

    private TinyDirectories() {}

    /** Where tests write: a temporary folder, or that of the property. */
    public static Path results(Path temporary) throws IOException {
        String kept = System.getProperty(KEEP);
        return kept == null ? temporary : Files.createDirectories(Path.of(kept));
    }

    /** A copy of the reference's directory with a tokenizer of its vocabulary beside it. */
    public static Path copy(Path temporary, String name) throws IOException {
        Path copy = Files.createDirectories(temporary.resolve(name + "-given"));
        for (String file : List.of(ModelConfig.NAME, SafetensorsDirectory.FILE_NAME)) {
            Files.copy(new HuggingFaceReference(name).directory().resolve(file), copy.resolve(file));
        }
        WordCounts words = new WordCounts(true);
        List.of("a bad cab", "add a cafe", "a fab decade", "bade a cad", "face a faded facade")
                .forEach(words::add);
        TokenizerFile.write(
                BytePairTrainer.train(words, BytePairOptions.ofSize(37)), copy.resolve(HuggingFaceTokenizer.FILE_NAME));
        Files.writeString(copy.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
        return copy;
    }

    /** Writes a model's logits of the texts of a reference, and ids of others, next to its directory, if it is to be kept. */
    public static void keepLogits(
            String name, Path directory, TransformerModel model, Tokenizer tokenizer, boolean everyToken) {
        if (System.getProperty(KEEP) == null) {
            return;
        }
        TokenBatch texts = new HuggingFaceReference(name).texts();
        Workspace workspace = model.inferenceWorkspace();
        int[] all = IntStream.range(0, texts.tokens()).toArray();
        model.forward(workspace, everyToken ? Pass.rows(texts, all, texts.offsets()) : Pass.firstTokens(texts));
        List<Object> ids = new ArrayList<>();
        List<Object> logits = new ArrayList<>();
        for (int b = 0; b < texts.texts(); b++) {
            ids.add(Arrays.stream(texts.ids(b)).boxed().toList());
        }
        int rows = everyToken ? texts.tokens() : texts.texts();
        for (int i = 0; i < rows * model.classes(); i++) {
            logits.add((double) workspace.logits()[i]);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input_ids", ids);
        json.put("logits", logits);
        Map<String, Object> idsOfTexts = new LinkedHashMap<>();
        for (String text : List.of("", "A Bad cab", "fab [MASK] é", "a bad cab, face a faded facade ".repeat(9))) {
            idsOfTexts.put(
                    text, Arrays.stream(tokenizer.encode(text).ids()).boxed().toList());
        }
        json.put("texts", idsOfTexts);
        ConfigJson.of(json).write(directory.resolveSibling(directory.getFileName() + ".json"));
    }
}
