package dev.valence.examples

import dev.valence.LabelSet
import dev.valence.Valence
import dev.valence.data.Dataset
import java.nio.file.Files
import java.nio.file.Path
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class FilmTest {
    @Test
    fun `a program in Kotlin trains and predicts`(@TempDir folder: Path) {
        val data = folder.resolve("films.tsv")
        val rows = (1..40).flatMap { listOf("a good film, number $it\tgood", "a dull film, number $it\tdull") }
        Files.write(data, listOf("sentence\tlabel") + rows)
        val dataset = Dataset.read(data, LabelSet.of("good", "dull"))
        val run = train(dataset, folder.resolve("run"))
        assertThat(run.best().labels()).isEqualTo(dataset.labels())
        Valence.load(run.directory()).use {
            assertThat(it.sentiment("a good film")).matches("(good|dull) with probability 0\\.\\d+")
        }
    }
}
