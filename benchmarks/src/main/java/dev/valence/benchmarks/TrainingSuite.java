package dev.valence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Training of one shape on a sample of SST-2: a round is one pass over the sample, for everyone over the same texts, cut
 * into batches as each does it best.
 */
final class TrainingSuite implements Suite {
    static final int BATCH = 64;
    static final String SCRIPT = "torch_training.py";

    private static final List<String> MODES = List.of("padded fp32", "bucketed fp32", "bucketed bf16");
    /** Large models go without what takes minutes for a round. */
    private static final List<String> LARGE_MODES = List.of("bucketed fp32", "bucketed bf16");

    /** Of weights, from which on peers take some gigabytes each and do not fit into memory together. */
    private static final double LARGE = 5e7;

    private final Shape shape;
    private final int texts;

    /**
     * @param shape what is trained
     * @param texts of the sample, so that a round takes some seconds
     */
    TrainingSuite(Shape shape, int texts) {
        this.shape = shape;
        this.texts = texts;
    }

    @Override
    public String name() {
        return "training-" + shape.name();
    }

    @Override
    public String run(Settings settings, Consumer<String> progress) throws IOException {
        Workload workload = Workload.sst2(settings.sst2(), settings.folder(), settings.texts(texts, 2 * BATCH));
        Path file = settings.folder().resolve(name() + ".txt");
        workload.write(file);
        Alternation alternation = new Alternation(settings.rounds(), progress);
        List<Peer> peers = peers(settings, file);
        List<Measurement> measurements = large() ? alternation.runEachAlone(peers) : alternation.run(peers);
        return introduction(workload) + new PeerComparison(measurements, false).toMarkdown();
    }

    private List<Peer> peers(Settings settings, Path file) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        List<Peer> peers = new ArrayList<>();
        for (String backend : Providers.names()) {
            Path run = Files.createTempDirectory(settings.folder(), "run");
            peers.add(settings.java(
                    PeerComparison.OURS + " " + backend,
                    ValenceTraining.class,
                    backend,
                    shape,
                    file,
                    BATCH,
                    threads,
                    run));
        }
        for (String mode : large() ? LARGE_MODES : MODES) {
            String[] words = mode.split(" ", -1);
            peers.add(settings.python("PyTorch " + mode, SCRIPT, shape, file, BATCH, threads, words[0], words[1]));
            peers.add(settings.java(
                    "libtorch " + mode, LibtorchTraining.class, shape, file, BATCH, threads, words[0], words[1]));
        }
        if (shape.bert()) {
            for (String precision : List.of("fp32", "bf16")) {
                Path output = Files.createTempDirectory(settings.folder(), "trainer");
                String name = "Transformers Trainer " + precision;
                peers.add(settings.python(
                        name, "transformers_trainer.py", shape, file, BATCH, threads, precision, output));
            }
        } else {
            peers.add(settings.python("tutorial's loop in JAX", "jax_tutorial.py", shape, file, BATCH, threads));
        }
        return peers;
    }

    private boolean large() {
        return StepCost.weights(shape) > LARGE;
    }

    private String introduction(Workload workload) {
        int[] lengths = workload.tokens().lengths();
        return String.format(
                Locale.ROOT,
                "%d layers, %d heads, width %d, feed-forward %d, vocabulary %,d; batches of %d; %,d texts of %.1f tokens.%n%n",
                shape.layers(),
                shape.heads(),
                shape.width(),
                shape.feedForward(),
                shape.vocabulary(),
                BATCH,
                workload.texts(),
                Arrays.stream(lengths).average().orElse(0));
    }
}
