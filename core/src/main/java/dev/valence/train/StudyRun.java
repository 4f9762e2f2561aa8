package dev.valence.train;

import dev.valence.Classifier;
import dev.valence.data.Split;
import dev.valence.evaluate.Evaluation;
import dev.valence.evaluate.PredictionsFile;
import dev.valence.evaluate.ScoredRun;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of a study in its directory. It is finished when {@code result.json} is there, which is written last, after the
 * model and its predictions.
 *
 * @param directory where it is
 * @param seed of the run, or null where nothing is random
 */
record StudyRun(Path directory, @Nullable Long seed) {
    private static final String SECONDS = "seconds";

    String name() {
        return String.valueOf(directory.getFileName());
    }

    private Path result() {
        return directory.resolve("result.json");
    }

    boolean finished() {
        return Files.exists(result());
    }

    /** Scores the trained model on each split and notes that the run is finished. */
    void finish(Classifier classifier, List<Split> splits, double seconds) {
        for (Split split : splits) {
            Evaluation evaluation = Evaluation.of(classifier, split.examples());
            PredictionsFile.write(directory.resolve(PredictionsFile.name(split.name())), evaluation);
        }
        ConfigJson.of(Map.of(SECONDS, seconds)).write(result());
    }

    /** What came of a finished run on a split. */
    ScoredRun scored(String split) {
        return new ScoredRun(
                name(),
                seed,
                ConfigJson.read(result()).number(SECONDS, 0, Double.MAX_VALUE),
                PredictionsFile.read(directory.resolve(PredictionsFile.name(split))));
    }
}
