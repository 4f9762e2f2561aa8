package dev.valence.examples.spring;

import dev.valence.Classifier;
import dev.valence.Valence;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with one classifier for all requests, closed when the application stops. */
@SpringBootApplication
public class SentimentApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(SentimentApplication.class, arguments);
    }

    @Bean(destroyMethod = "close")
    Classifier classifier(@Value("${valence.model}") String model) {
        return Valence.load(model);
    }
}
