package dev.valence.benchmarks;

import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.baseline.TfidfOptions;
import dev.valence.internal.rows.DatasetReader;
import java.nio.file.Path;
import java.util.List;

/** Our TF-IDF with logistic regression: fitted to the training texts in each round. */
public final class ValenceBaseline implements Peer {
    private final Dataset dataset;
    private final Split train;

    /** @param arguments directory of the dataset */
    public ValenceBaseline(List<String> arguments) {
        dataset = DatasetReader.read(Path.of(arguments.get(0)), ReadOptions.defaults());
        train = dataset.train();
    }

    @Override
    public String name() {
        return PeerComparison.OURS;
    }

    @Override
    public String prepare() {
        round();
        round();
        return "JDK " + Runtime.version().feature();
    }

    @Override
    public Round round() {
        List<String> texts = train.texts();
        long start = System.nanoTime();
        TfidfClassifier fitted = TfidfClassifier.fit(train.examples(), texts, dataset.labels(), TfidfOptions.DEFAULT);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (fitted.labels().size() != dataset.labels().size()) {
            throw new PeerException("the classifier lost a class");
        }
        return Round.of(train.size(), seconds);
    }
}
