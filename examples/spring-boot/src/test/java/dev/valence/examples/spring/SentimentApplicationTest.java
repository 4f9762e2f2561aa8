package dev.valence.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Classifier;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.train.Finetuning;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class SentimentApplicationTest {
    @TempDir
    private Path folder;

    private Path model() throws Exception {
        Path data = folder.resolve("films.tsv");
        String rows = IntStream.range(0, 40)
                .mapToObj(i -> "a good film, number " + i + "\tgood\na dull film, number " + i + "\tdull\n")
                .collect(Collectors.joining());
        Files.writeString(data, "sentence\tlabel\n" + rows);
        Dataset films = Dataset.read(data, LabelSet.of("good", "dull"));
        return Finetuning.of(films)
                .layers(1)
                .epochs(4)
                .train(folder.resolve("run"))
                .directory();
    }

    @Test
    void answersOverHttpAndClosesTheClassifierAtTheEnd() throws Exception {
        Classifier classifier;
        try (ConfigurableApplicationContext context = SpringApplication.run(
                SentimentApplication.class,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn",
                "--valence.model=" + model())) {
            classifier = context.getBean(Classifier.class);
            String port = context.getEnvironment().getRequiredProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/predict"))
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("a good film"))
                    .build();
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("{\"good\":%s,\"dull\":%s}"
                            .formatted(
                                    classifier.predict("a good film").probability("good"),
                                    classifier.predict("a good film").probability("dull")));
        }
        assertThatThrownBy(() -> classifier.predict("a good film")).isInstanceOf(IllegalStateException.class);
    }
}
