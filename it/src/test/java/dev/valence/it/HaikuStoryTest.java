package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that the tutorial's code pickled, taken over, looked at, used and given back from the command line. */
class HaikuStoryTest {
    private static final Path PICKLES = Program.PROJECT.resolve("formats/src/test/resources/reference/haiku");
    private static final int CLASSIFIER_TENSORS = 39; // embeddings, 16 a layer, 6 of the head
    // 53·24 embeddings, 2 layers of 4·(24·24 + 24) + 2·48 + 24·29 + 29 + 29·24 + 24, a head of 24·24 + 24 + 48 + 24·2 +
    // 2
    private static final int CLASSIFIER_NUMBERS = 1272 + 2 * (2400 + 96 + 1445) + 698;

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void takeOver() throws IOException, InterruptedException {
        program = Program.in(folder);
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "pre_tokenizer": {"type": "Whitespace"},
                 "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "fine": 1}, "unk_token": "[UNK]"}}""");
        take("classifier_train_state.pkl", "classifier").succeeded();
    }

    private static Result take(String pickle, String out) throws IOException, InterruptedException {
        return program.run(
                "import",
                "haiku",
                "--state",
                PICKLES.resolve(pickle).toString(),
                "--tokenizer",
                "tokenizer.json",
                "--heads",
                "3",
                "--labels",
                "bad,good",
                "--out",
                out);
    }

    @Test
    void aClassifierPredicts() throws IOException, InterruptedException {
        Result result = program.run("predict", "--model", "classifier", "fine").succeeded();
        assertThat(result.output()).matches("(bad|good)\t[01]\\.\\d{4}\tfine\n");
    }

    @Test
    void labelsAreForClassifiersOnly() throws IOException, InterruptedException {
        assertThat(take("mlm_params_numpy_protocol2.pkl", "masked").errors()).contains("found bad, good");
        assertThat(folder.resolve("masked")).doesNotExist();
    }

    @Test
    void aModelIsListed() throws IOException, InterruptedException {
        ConfigJson listing = inspect("classifier");
        assertThat(listing.string("format")).isEqualTo("model directory");
        assertThat(listing.objects("tensors")).hasSize(CLASSIFIER_TENSORS);
        assertThat(listing.integer("numbers", 0, 1_000_000)).isEqualTo(CLASSIFIER_NUMBERS);
        assertThat(listing.object("metadata").string("position_embedding_type")).isEqualTo("none");
    }

    @Test
    void aPickleIsListedWithTheOptimizersMoments() throws IOException, InterruptedException {
        ConfigJson listing =
                inspect(PICKLES.resolve("classifier_train_state.pkl").toString());
        assertThat(listing.string("format")).isEqualTo("pickle");
        assertThat(listing.objects("tensors")).hasSize(3 * CLASSIFIER_TENSORS + 1);
        // parameters, two moments, and the number of steps
        assertThat(listing.integer("numbers", 0, 1_000_000)).isEqualTo(3 * CLASSIFIER_NUMBERS + 1);
        assertThat(listing.objects("tensors").get(0).string("name"))
                .isEqualTo("TrainingState[0]/embeddings/~/embed/embeddings");
    }

    @Test
    void aModelIsGivenBackUnderTheSameNames() throws IOException, InterruptedException {
        program.run("export", "haiku", "--model", "classifier", "--out", "given.pkl")
                .succeeded();
        List<String> given = names(inspect("given.pkl"));
        List<String> taken =
                names(inspect(PICKLES.resolve("classifier_train_state.pkl").toString()));
        assertThat(given).hasSize(CLASSIFIER_TENSORS).allSatisfy(name -> assertThat(taken)
                .contains("TrainingState[0]/" + name));
    }

    private static List<String> names(ConfigJson listing) {
        return listing.objects("tensors").stream()
                .map(tensor -> tensor.string("name"))
                .toList();
    }

    private static ConfigJson inspect(String path) throws IOException, InterruptedException {
        Result result = program.run("inspect", path, "--json", "listing.json").succeeded();
        assertThat(result.output()).contains("numbers in all");
        return ConfigJson.read(folder.resolve("listing.json"));
    }
}
