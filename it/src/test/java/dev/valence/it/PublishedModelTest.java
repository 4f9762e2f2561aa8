package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small BERT in a directory, in the hub's cache and in a jar: fine-tuned, pre-trained further, exported, reproduced. */
class PublishedModelTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final int WIDTH = 14;
    private static final int FEED_FORWARD = 22;
    private static final int POSITIONS = 40;
    private static final List<String> SHORT = List.of("--steps", "3", "--evaluate-every", "2", "--shards", "2");

    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void publish() throws IOException, InterruptedException {
        program = Program.in(folder).withFlags("-Duser.home=" + folder.resolve("home"));
        program.run("data", "write", "--out", "film").succeeded();
        Path bert = Files.createDirectory(folder.resolve("bert"));
        List<String> vocabulary = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "film", "the"));
        "abcdefghijklmnopqrstuvwxyz".chars().forEach(letter -> {
            vocabulary.add(Character.toString(letter));
            vocabulary.add("##" + Character.toString(letter));
        });
        Files.write(bert.resolve("vocab.txt"), vocabulary);
        ConfigJson.of(Map.of(
                        "architectures",
                        List.of("BertModel"),
                        "model_type",
                        "bert",
                        "vocab_size",
                        vocabulary.size(),
                        "hidden_size",
                        WIDTH,
                        "num_hidden_layers",
                        1,
                        "num_attention_heads",
                        2,
                        "intermediate_size",
                        FEED_FORWARD,
                        "max_position_embeddings",
                        POSITIONS,
                        "type_vocab_size",
                        2,
                        "hidden_act",
                        "gelu"))
                .write(bert.resolve("config.json"));
        SafetensorsWriter.write(bert.resolve("model.safetensors"), weights(vocabulary.size()), Map.of("format", "pt"));

        Path model = Files.createDirectories(folder.resolve("home/.cache/huggingface/hub/models--org--tiny"));
        Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(COMMIT));
        Files.createDirectory(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), COMMIT);
        Path jar = folder.resolve("home/.m2/repository/org/example/tiny/1/tiny-1.jar");
        Files.createDirectories(jar.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String file : List.of("config.json", "model.safetensors", "vocab.txt")) {
                Files.copy(bert.resolve(file), snapshot.resolve(file));
                zip.putNextEntry(new ZipEntry(file));
                zip.write(Files.readAllBytes(bert.resolve(file)));
            }
        }
    }

    private static List<NamedTensor> weights(int vocabulary) {
        List<NamedTensor> tensors = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(11);
        add(tensors, random, "embeddings.word_embeddings.weight", vocabulary, WIDTH);
        add(tensors, random, "embeddings.position_embeddings.weight", POSITIONS, WIDTH);
        add(tensors, random, "embeddings.token_type_embeddings.weight", 2, WIDTH);
        addNorm(tensors, random, "embeddings.LayerNorm");
        String layer = "encoder.layer.0.";
        for (String part : List.of("attention.self.query", "attention.self.key", "attention.self.value")) {
            addLinear(tensors, random, layer + part, WIDTH, WIDTH);
        }
        addLinear(tensors, random, layer + "attention.output.dense", WIDTH, WIDTH);
        addNorm(tensors, random, layer + "attention.output.LayerNorm");
        addLinear(tensors, random, layer + "intermediate.dense", FEED_FORWARD, WIDTH);
        addLinear(tensors, random, layer + "output.dense", WIDTH, FEED_FORWARD);
        addNorm(tensors, random, layer + "output.LayerNorm");
        addLinear(tensors, random, "pooler.dense", WIDTH, WIDTH);
        return tensors;
    }

    private static void addLinear(List<NamedTensor> tensors, SplittableRandom random, String name, int out, int in) {
        add(tensors, random, name + ".weight", out, in);
        add(tensors, random, name + ".bias", out);
    }

    private static void addNorm(List<NamedTensor> tensors, SplittableRandom random, String name) {
        add(tensors, random, name + ".weight", WIDTH);
        add(tensors, random, name + ".bias", WIDTH);
    }

    private static void add(List<NamedTensor> tensors, SplittableRandom random, String name, int... shape) {
        float[] values = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        tensors.add(new NamedTensor(name, values, 0, shape));
    }

    private static Result finetune(String source, String out, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("finetune", "--data", "film", "--init", source, "--out", out));
        command.addAll(SHORT);
        command.addAll(List.of(more));
        return program.run(command);
    }

    private static ConfigJson initialization(String run) {
        return ConfigJson.read(folder.resolve(run + "/best/provenance.json")).object("initialization");
    }

    private static Path weights(String run) {
        return folder.resolve(run + "/best/model.safetensors");
    }

    @Test
    void theSameModelFromADirectoryTheHubAndAJarGivesTheSameWeights() throws IOException, InterruptedException {
        Result tuned = finetune("bert", "tuned").succeeded();
        assertThat(tuned.errors())
                .contains("bert was published pre-trained, so the learning rate is 3e-5", "loaded 23 tensors");
        assertThat(ConfigJson.read(folder.resolve("tuned/best/provenance.json"))
                        .object("training")
                        .number("learning_rate", 0, 1))
                .isEqualTo(3e-5);
        String hash = initialization("tuned").string("weights_hash");
        assertThat(initialization("tuned").string("from")).isEqualTo("bert");
        assertThat(finetune("hf:org/tiny", "hub", "--learning-rate", "3e-5")
                        .succeeded()
                        .errors())
                .doesNotContain("so the learning rate is");
        assertThat(initialization("hub").string("from")).isEqualTo("hf:org/tiny@" + COMMIT);
        finetune("maven:org.example:tiny:1", "jar").succeeded();
        assertThat(initialization("jar").string("from")).isEqualTo("maven:org.example:tiny:1");
        for (String run : List.of("hub", "jar")) {
            assertThat(initialization(run).string("weights_hash")).isEqualTo(hash);
            assertThat(weights(run)).hasSameBinaryContentAs(weights("tuned"));
        }
    }

    @Test
    void dropoutIsThatOfAllOfTheModel() throws IOException, InterruptedException {
        finetune("bert", "usual").succeeded();
        finetune("bert", "without", "--dropout", "0").succeeded();
        ConfigJson usual = ConfigJson.read(folder.resolve("usual/best/config.json"));
        ConfigJson without = ConfigJson.read(folder.resolve("without/best/config.json"));
        for (String key : List.of("hidden_dropout_prob", "attention_probs_dropout_prob")) {
            assertThat(usual.number(key, 0, 1)).isEqualTo(0.1);
            assertThat(without.number(key, 0, 1)).isZero();
        }
        assertThat(usual.has("classifier_dropout")).isFalse(); // which is then that of the hidden states
        assertThat(without.number("classifier_dropout", 0, 1)).isZero();
    }

    @Test
    void aRunFromTheHubResumesAndIsReproducedAtItsCommit() throws IOException, InterruptedException {
        finetune("hf:org/tiny", "whole").succeeded();
        finetune("hf:org/tiny", "whole", "--resume").succeeded();
        Result again = program.run("reproduce", "whole", "--out", "again").succeeded();
        assertThat(again.errors()).contains("--init hf:org/tiny@" + COMMIT);
        assertThat(again.outputLines()).endsWith("the same");
    }

    @Test
    void anExportedModelIsEvaluatedAndNotReproduced() throws IOException, InterruptedException {
        finetune("bert", "big").succeeded();
        program.run(
                        "export",
                        "huggingface",
                        "--model",
                        "big",
                        "--out",
                        "small",
                        "--type",
                        "bf16",
                        "--shard-size",
                        "2KB")
                .succeeded();
        try (Stream<Path> files = Files.list(folder.resolve("small"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            List<String> shards =
                    names.stream().filter(name -> name.startsWith("model-")).toList();
            assertThat(names).contains("model.safetensors.index.json", "tokenizer.json");
            assertThat(shards).hasSizeGreaterThan(1);
            assertThat(shards)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, shards.size())
                            .mapToObj(i -> "model-%05d-of-%05d.safetensors".formatted(i, shards.size()))
                            .toList());
        }
        assertThat(program.run("predict", "--model", "small", "the film")
                        .succeeded()
                        .outputLines())
                .hasSize(1);
        Result refused = program.run("reproduce", "small", "--out", "none");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("exported from big/best; reproduce that");
    }

    @Test
    void preTrainingGoesOnFromIt() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("pretrain", "--corpus", "film/train.tsv", "--init", "bert", "--out", "further"));
        command.addAll(SHORT);
        assertThat(program.run(command).succeeded().errors())
                .contains("bert was published pre-trained, so the learning rate is 5e-5", "new: 5 (cls.predictions.");
        assertThat(initialization("further").string("from")).isEqualTo("bert");
        assertThat(finetune("further", "afterwards").succeeded().errors()).contains("loaded 21 tensors");
    }
}
