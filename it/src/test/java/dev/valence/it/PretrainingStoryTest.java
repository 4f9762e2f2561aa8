package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw text becomes an encoder, and the encoder a classifier. */
class PretrainingStoryTest {
    private static final int TINY_TENSORS =
            19; // one of the embeddings, sixteen of the one layer, two of the norm behind it

    @TempDir
    private static Path folder;

    private static Program program;
    private static Result pretrained;

    @BeforeAll
    static void pretrain() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.run("data", "write", "--out", "film").succeeded();
        List<String> texts = Files.readAllLines(folder.resolve("film/train.tsv")).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
        Files.createDirectories(folder.resolve("texts"));
        Files.write(folder.resolve("texts/one.txt"), texts.subList(0, texts.size() / 2));
        Files.write(folder.resolve("texts/two.txt"), texts.subList(texts.size() / 2, texts.size()));
        pretrained =
                pretrain("encoder", "--steps", "40", "--evaluate-every", "20").succeeded();
    }

    private static Result pretrain(String out, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("pretrain", "--corpus", "texts", "--out", out));
        arguments.addAll(Program.TINY);
        arguments.addAll(List.of(more));
        return program.run(arguments);
    }

    @Test
    void theBestModelIsSavedWithItsFigures() {
        assertThat(pretrained.output()).contains("loss", "accuracy", "perplexity");
        ConfigJson provenance = ConfigJson.read(folder.resolve("encoder/best/provenance.json"));
        ConfigJson figures = provenance.object("validation");
        assertThat(figures.integer("step", 0, 40)).isIn(20, 40);
        assertThat(figures.number("perplexity", 1, 1e9)).isEqualTo(Math.exp(figures.number("loss", 0, 100)));
        assertThat(provenance.object("corpus").string("cut")).isEqualTo("sentences");
    }

    @Test
    void theSameAgainGivesTheSameWeights() throws IOException, InterruptedException {
        pretrain("again", "--steps", "40", "--evaluate-every", "20", "--threads", "1")
                .succeeded();
        assertThat(folder.resolve("again/best/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("encoder/best/model.safetensors"));
    }

    @Test
    void fineTuningStartsFromItAndSaysWhatItUsed() throws IOException, InterruptedException {
        Result tuned = program.run(
                        "finetune",
                        "--data",
                        "film",
                        "--init",
                        "encoder",
                        "--out",
                        "tuned",
                        "--epochs",
                        "1",
                        "--shards",
                        "2")
                .succeeded();
        assertThat(tuned.errors())
                .contains("loaded " + TINY_TENSORS + " tensors", "new: 6 (head.", "of another shape: none");
        assertThat(folder.resolve("tuned/best/tokenizer.json"))
                .hasSameBinaryContentAs(folder.resolve("encoder/best/tokenizer.json"));
        ConfigJson from =
                ConfigJson.read(folder.resolve("tuned/best/provenance.json")).object("initialization");
        assertThat(from.string("from")).endsWith("encoder/best");
    }

    @Test
    void anotherTokenizerIsRefusedUnlessItIsIgnored() throws IOException, InterruptedException {
        program.run("tokenizer", "train", "--corpus", "texts", "--vocabulary-size", "200", "--out", "other.json")
                .succeeded();
        List<String> arguments = List.of(
                "finetune", "--init", "encoder", "--tokenizer", "other.json", "--out", "refused", "--steps", "1");
        Result refused = program.run(arguments);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.messages())
                .singleElement()
                .asString()
                .contains("other.json", "another than that of encoder/best", "--ignore-tokenizer");
        List<String> ignoring = new ArrayList<>(arguments);
        ignoring.add("--ignore-tokenizer");
        program.run(ignoring).succeeded();
    }

    @Test
    void itCannotTeachAClassifier() throws IOException, InterruptedException {
        Result result = program.run("distill", "--teacher", "encoder", "--data", "film", "--out", "none");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.messages())
                .singleElement()
                .asString()
                .contains("encoder/best: required a classifier, found a masked language model");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void tooLittleTextIsSaid() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("words.txt"), "a film\nno film\n");
        Result result = program.run("pretrain", "--corpus", "words.txt", "--out", "none");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.messages())
                .last()
                .asString()
                .contains("words.txt", "for training and for validation", "found 2");
    }
}
