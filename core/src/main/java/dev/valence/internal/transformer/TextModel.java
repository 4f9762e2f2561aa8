package dev.valence.internal.transformer;

import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Transformer with its tokenizer and its workers, which is trained, and saved as a directory in the Hugging Face layout:
 * {@code config.json}, {@code model.safetensors}, {@code tokenizer.json}, and {@code provenance.json}. One that was made from a
 * directory of a family that Hugging Face knows is saved as such.
 */
abstract sealed class TextModel implements AutoCloseable permits TransformerClassifier, MaskedLanguageModel {
    private final ModelTokenizer tokenizer;
    private final TransformerModel model;
    private final WorkerPool pool;
    private ModelConfig config;

    /**
     * A model whose weights are all zero until they are initialized or read.
     *
     * @param tokenizerFile a Hugging Face {@code tokenizer.json}, or the directory of one
     * @param outputs of the head
     * @throws dev.valence.InputException if tokenizer and configuration do not fit together
     */
    TextModel(ModelConfig config, Path tokenizerFile, int outputs, Backend backend, int threads) {
        this.config = config;
        this.tokenizer = ModelTokenizer.open(tokenizerFile, config.encoder());
        this.model = TransformerModel.of(config.encoder(), config.head(), outputs, backend);
        this.pool = new WorkerPool(threads);
    }

    static Path tokenizerIn(Path directory) {
        return directory.resolve(HuggingFaceTokenizer.FILE_NAME);
    }

    /** Draws the weights. */
    final void initialize(long seed) {
        model.initialize(seed);
        model.refresh(pool);
    }

    /** Reads every weight of a directory with this configuration. */
    final void readWeights(Path directory) {
        ModelDirectory.readWeights(directory, config.weights(), model.parameters());
        model.refresh(pool);
    }

    /** Draws the weights, and reads those of another model's encoder, or of all of it. */
    final LoadReport transferFrom(Path directory, long seed, boolean withHead) {
        model.initialize(seed);
        LoadReport report = withHead
                ? LoadReport.loadAll(directory, config.weights(), model.parameters())
                : LoadReport.loadEncoder(directory, config.weights(), model.parameters());
        model.refresh(pool);
        return report;
    }

    /**
     * Saves everything needed to open it again.
     *
     * @param directory where to, new or empty
     * @param provenance what made the weights
     * @throws dev.valence.InputException if something is there
     */
    public final void save(Path directory, Map<String, ?> provenance) {
        DirectoryCommit.commit(directory, contents(provenance));
    }

    /** The same in the place of a model that was saved there before; files that others put there stay. */
    public final void replace(Path directory, Map<String, ?> provenance) {
        DirectoryCommit.replace(directory, contents(provenance));
    }

    private DirectoryCommit.Contents contents(Map<String, ?> provenance) {
        return ModelDirectory.contents(config, model.parameters(), tokenizer, provenance);
    }

    /**
     * Writes {@code config.json} and the tokenizer's files for a graph of this model, as Hugging Face's libraries read them beside
     * one.
     *
     * @throws IOException if that fails
     */
    public final void writeBesideGraph(Path folder) throws IOException {
        ModelDirectory.writeAllButWeights(folder, config.forGraph(), tokenizer);
    }

    final void changeTask(Task task) {
        config = config.withTask(task);
    }

    /** Its tokenizer, which cuts texts at the encoder's maximum. */
    public final Tokenizer tokenizer() {
        return tokenizer.tokenizer();
    }

    /** Its tokenizer without that maximum. */
    final Tokenizer tokenizer(int longest) {
        return tokenizer.stored().open(longest);
    }

    /** Its encoder and head. */
    public final TransformerModel model() {
        return model;
    }

    /** Its workers. */
    public final WorkerPool pool() {
        return pool;
    }

    /** What its {@code config.json} says: shape of the encoder, task. */
    public final Map<String, ?> configuration() {
        return config.toJson().values();
    }

    @Override
    public void close() {
        pool.close();
        tokenizer.tokenizer().close();
    }
}
