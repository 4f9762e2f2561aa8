package dev.valence.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.valence.InputException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph opened by ONNX Runtime, on the CPU and with its usual optimizations. */
final class RuntimeSession implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;

    private RuntimeSession(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /**
     * Opens a file.
     *
     * @throws OrtException if ONNX Runtime finds something wrong with it
     * @throws InputException if there is no ONNX Runtime for this machine
     */
    static RuntimeSession open(Path file) throws OrtException {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // what is wrong, the exception says
            return new RuntimeSession(environment, environment.createSession(file.toString(), options));
        }
    }

    private static OrtEnvironment environment() throws OrtException {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            environment.setTelemetry(false);
            return environment;
        } catch (LinkageError e) {
            throw new InputException(
                    "required Linux on x86-64 or arm64, macOS on arm64 or Windows on x86-64, where ONNX Runtime checks what"
                            + " is exported, found " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + "; export there",
                    e);
        }
    }

    /** Names of the inputs, in the graph's order. */
    List<String> inputs() {
        return new ArrayList<>(session.getInputNames());
    }

    /**
     * Runs the graph.
     *
     * @param inputs by their names, [B, S] each
     * @return the logits, row-major
     * @throws OrtException if ONNX Runtime cannot
     */
    float[] logits(Map<String, long[]> inputs, int texts, int length) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, long[]> input : inputs.entrySet()) {
                long[] shape = {texts, length};
                tensors.put(
                        input.getKey(), OnnxTensor.createTensor(environment, LongBuffer.wrap(input.getValue()), shape));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] logits = new float[buffer.remaining()];
                buffer.get(logits);
                return logits;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
