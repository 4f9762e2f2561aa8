package dev.valence.examples

import dev.valence.Classifier
import dev.valence.Valence
import dev.valence.data.Dataset
import dev.valence.train.Finetuning
import dev.valence.train.Run
import java.nio.file.Path

fun main() {
    val run = train(Dataset.builtIn(), Path.of("runs/film"))
    Valence.load(run.directory()).use { println(it.sentiment("not bad at all")) }
}

fun train(dataset: Dataset, out: Path): Run = Finetuning.of(dataset).layers(1).epochs(4).train(out)

fun Classifier.sentiment(text: String): String =
    with(predict(text)) { "${label()} with probability ${confidence()}" }
