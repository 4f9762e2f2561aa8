package dev.valence.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX Runtime's forward pass from Java: padded batches of texts of like lengths, or one text after the other. */
public final class OnnxForward implements Peer {
    private static final int WARM_UPS = 3;

    private final int threads;
    private final int texts;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<long[][]> batches = new ArrayList<>(); // ids of the texts of each
    private final boolean single;

    /** @param arguments the model's file, file of the workload, threads, size of a batch; 1 for one text at a time */
    public OnnxForward(List<String> arguments) throws OrtException {
        Workload workload = Workload.read(Path.of(arguments.get(1)));
        threads = Integer.parseInt(arguments.get(2));
        int size = Integer.parseInt(arguments.get(3));
        single = size == 1;
        texts = workload.texts();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        session = environment.createSession(arguments.get(0), options);
        for (int[] batch : workload.batches(size, !single)) {
            batches.add(Arrays.stream(batch)
                    .mapToObj(workload.tokens()::ids)
                    .map(ids -> Arrays.stream(ids).asLongStream().toArray())
                    .toArray(long[][]::new));
        }
    }

    @Override
    public String name() {
        return "ONNX Runtime";
    }

    @Override
    public String prepare() {
        for (int i = 0; i < WARM_UPS; i++) {
            round();
        }
        return environment.getVersion() + ", " + threads + " threads";
    }

    @Override
    public Round round() {
        double[] seconds = new double[batches.size()];
        for (int b = 0; b < seconds.length; b++) {
            long start = System.nanoTime();
            run(batches.get(b));
            seconds[b] = (System.nanoTime() - start) / 1e9;
        }
        return single
                ? new Round(texts, seconds)
                : Round.of(texts, Arrays.stream(seconds).sum());
    }

    private void run(long[][] batch) {
        int longest = Arrays.stream(batch).mapToInt(text -> text.length).max().orElse(0);
        long[][] ids = new long[batch.length][longest];
        long[][] mask = new long[batch.length][longest];
        for (int row = 0; row < batch.length; row++) {
            System.arraycopy(batch[row], 0, ids[row], 0, batch[row].length);
            Arrays.fill(mask[row], 0, batch[row].length, 1);
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                OrtSession.Result result = session.run(Map.of("input_ids", idTensor, "attention_mask", maskTensor))) {
            if (result.size() == 0) {
                throw new PeerException("the model gave no output");
            }
        } catch (OrtException e) {
            throw new PeerException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new PeerException("ONNX Runtime cannot close: " + e.getMessage(), e);
        }
    }
}
