package dev.valence.examples;

import dev.valence.Classifier;
import dev.valence.Prediction;
import dev.valence.Valence;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** Shares one classifier among the threads of a pool. */
public final class ServeManyThreads {
    private ServeManyThreads() {}

    public static void main(String[] arguments) {
        try (Classifier classifier = Valence.load(Path.of("runs/film"))) {
            List<String> texts = List.of("not bad at all", "lovely start , dreadful end");
            serve(classifier, texts, ForkJoinPool.commonPool()).forEach(System.out::println);
        }
    }

    static List<Prediction> serve(Classifier classifier, List<String> texts, Executor pool) {
        List<CompletableFuture<Prediction>> answers = texts.stream()
                .map(text -> CompletableFuture.supplyAsync(() -> classifier.predict(text), pool))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
