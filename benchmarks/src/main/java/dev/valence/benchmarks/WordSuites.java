package dev.valence.benchmarks;

import dev.valence.data.ReadOptions;
import dev.valence.internal.rows.DatasetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What works on words: tokenizers, and TF-IDF with logistic regression. */
final class WordSuites {
    private WordSuites() {}

    /** Byte pairs of SST-2's training texts, on one thread. */
    record Tokenizers() implements Suite {
        @Override
        public String name() {
            return "tokenizers";
        }

        @Override
        public String run(Settings settings, Consumer<String> progress) throws IOException {
            Workload.sst2(settings.sst2(), settings.folder(), 1); // learns the tokenizer where that was not done yet
            Path tokenizer = settings.folder().resolve(Workload.TOKENIZER);
            List<String> all = DatasetReader.read(settings.sst2(), ReadOptions.defaults())
                    .train()
                    .texts();
            List<String> texts = all.subList(0, Math.min(all.size(), settings.texts(all.size(), 1)));
            Path file = settings.folder().resolve("texts.txt");
            Files.write(file, texts);
            List<Peer> peers = List.of(
                    settings.java(PeerComparison.OURS, ValenceTokenizer.class, "own", tokenizer, file),
                    settings.java("DJL", ValenceTokenizer.class, "library", tokenizer, file),
                    settings.python(
                            "Python tokenizers, a text at a time", "tokenizers_peer.py", tokenizer, file, "one"),
                    settings.python("Python tokenizers, all at once", "tokenizers_peer.py", tokenizer, file, "all"));
            return "Training texts of SST-2 into byte pairs learned from them, one thread.\n\n"
                    + new PeerComparison(new Alternation(settings.rounds(), progress).run(peers), false).toMarkdown();
        }
    }

    /** Fitting on SST-2's training texts. */
    record Baseline() implements Suite {
        @Override
        public String name() {
            return "baseline";
        }

        @Override
        public String run(Settings settings, Consumer<String> progress) {
            List<Peer> peers = List.of(
                    settings.java(PeerComparison.OURS, ValenceBaseline.class, settings.sst2()),
                    settings.python("scikit-learn", "sklearn_baseline.py", settings.sst2()));
            return "Fitting vocabulary (10,000 terms) and regression (L-BFGS, at most 100 iterations) to SST-2's training"
                    + " texts.\n\n"
                    + new PeerComparison(new Alternation(settings.rounds(), progress).run(peers), false).toMarkdown();
        }
    }
}
