package dev.valence.examples.spring;

import dev.valence.Classifier;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers a text with the probability of each class. */
@RestController
class SentimentController {
    private final Classifier classifier;

    SentimentController(Classifier classifier) {
        this.classifier = classifier;
    }

    @PostMapping("/predict")
    Map<String, Float> predict(@RequestBody String text) {
        return classifier.predict(text).probabilities();
    }
}
