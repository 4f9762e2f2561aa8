package dev.valence.benchmarks;

import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.train.Provenance;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Safeguards;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingBatch;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingTask;
import dev.valence.train.Metric;
import dev.valence.train.Schedule;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;

/**
 * Our training, as the product runs it: {@link Training#run} on a thread of its own, held at the end of each epoch. A round
 * is an epoch over the sample.
 */
public final class ValenceTraining implements Peer {
    /** After them the JIT has compiled what matters. */
    private static final int WARM_UP_EPOCHS = 2;

    private final String backend;
    private final int batch;
    private final Workload workload;
    private final TransformerModel model;
    private final WorkerPool pool;
    private final Path folder;
    private final SynchronousQueue<Boolean> go = new SynchronousQueue<>();
    private final SynchronousQueue<Double> done = new SynchronousQueue<>();

    /** @param arguments backend, shape, file of the workload, batch size, threads, directory of the run */
    public ValenceTraining(List<String> arguments) {
        backend = arguments.get(0);
        workload = Workload.read(Path.of(arguments.get(2)));
        batch = Integer.parseInt(arguments.get(3));
        pool = new WorkerPool(Integer.parseInt(arguments.get(4)));
        folder = Path.of(arguments.get(5));
        model = Shape.parse(arguments.get(1)).model(Providers.named(backend));
    }

    @Override
    public String name() {
        return PeerComparison.OURS + " " + backend;
    }

    @Override
    public String prepare() {
        model.initialize(1);
        model.refresh(pool);
        Thread thread = new Thread(this::train, "training");
        thread.setDaemon(true);
        thread.start();
        for (int epoch = 0; epoch < WARM_UP_EPOCHS; epoch++) {
            round();
        }
        return "JDK " + Runtime.version().feature() + ", " + pool.threads() + " threads";
    }

    @Override
    public Round round() {
        try {
            go.put(true);
            return Round.of(workload.texts(), done.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted", e);
        }
    }

    private void train() {
        TrainingConfig config = new TrainingConfig(
                TrainingConfig.Budget.ofSteps(Integer.MAX_VALUE),
                new TrainingConfig.Batching(batch, 0, false),
                new TrainingConfig.Optimization(1e-5, Schedule.CONSTANT, 0, 1, 0),
                new TrainingConfig.Selection(0, Metric.ACCURACY, 0),
                1,
                pool.threads());
        Safeguards withoutCheckpoints = new Safeguards(Integer.MAX_VALUE, 1, 0);
        Provenance provenance = new Provenance(Map.of(), Map.of());
        try (RunDirectory directory = new RunDirectory(DirectoryLock.take(folder), provenance, withoutCheckpoints)) {
            Epochs epochs = new Epochs();
            epochs.waitForRound();
            new Training(epochs, config, directory, epochs).run();
        }
    }

    /** The sample again and again, and between epochs whoever waits for the time they took. */
    private final class Epochs implements TrainingTask, TrainingListener {
        private final List<int[]> batches = workload.batches(batch, false);
        private long start;

        void waitForRound() {
            try {
                go.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PeerException("interrupted", e);
            }
            start = System.nanoTime();
        }

        @Override
        public void stepped(StepReport progress) {
            if (progress.step() % batches.size() == 0) {
                try {
                    done.put((System.nanoTime() - start) / 1e9);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new PeerException("interrupted", e);
                }
            }
        }

        /** After the epoch's last step and its evaluation. */
        @Override
        public void validated(Validation validation, boolean best) {
            waitForRound();
        }

        @Override
        public TransformerModel model() {
            return model;
        }

        @Override
        public WorkerPool pool() {
            return pool;
        }

        @Override
        public List<int[]> epoch(int epoch) {
            return batches;
        }

        @Override
        public TrainingBatch batch(int step, int[] texts) {
            int[] labels = new int[texts.length];
            for (int i = 0; i < texts.length; i++) {
                labels[i] = workload.labels()[texts[i]];
            }
            return TrainingBatch.firstTokens(workload.tokens().select(texts), labels);
        }

        @Override
        public Validation validate(int step) {
            return new Validation(step, Map.of(Validation.LOSS, 1.0, Validation.ACCURACY, 0.5));
        }

        @Override
        public void save(Path directory, Map<String, ?> provenance) {
            // what is measured is training
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
