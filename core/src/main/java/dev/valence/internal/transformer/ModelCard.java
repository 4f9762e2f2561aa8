package dev.valence.internal.transformer;

import dev.valence.internal.VisibleText;
import dev.valence.internal.json.ConfigJson;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a saved model says to people: a README.md as the Hugging Face Hub shows it, with the metadata in front that it
 * reads (huggingface.co/docs/hub/model-cards). It says nothing that the other files do not.
 */
final class ModelCard {
    private static final String FIGURES = "validation";

    private final StringBuilder text = new StringBuilder();

    private ModelCard() {}

    /**
     * The card of a model.
     *
     * @param config its {@code config.json}
     * @param weights number of its weights
     * @param provenance what made it
     */
    static String of(ModelConfig config, int weights, Map<String, ?> provenance) {
        boolean maskedLanguage = config.task() instanceof Task.MaskedLanguage;
        ConfigJson made = ConfigJson.of(provenance);
        ModelCard card = new ModelCard();
        card.line("---");
        card.line("library_name: valence");
        card.line("pipeline_tag: " + (maskedLanguage ? "fill-mask" : "text-classification"));
        card.line("---");
        card.line("");
        card.line("# " + (maskedLanguage ? "A masked language model" : "A text classifier"));
        card.line("");
        card.line("A Transformer encoder of " + String.format(Locale.ROOT, "%,d", weights)
                + " weights, made by Valence. " + use(maskedLanguage));
        if (made.has(FIGURES)) {
            card.section("Figures on the validation texts", made.object(FIGURES).values());
        }
        card.section("The model", config.toJson().values());
        card.line("");
        card.line("## What made it");
        card.line("");
        card.line("| | |");
        card.line("|---|---|");
        made.values().forEach((name, value) -> {
            if (!name.equals(FIGURES) && !name.equals("model")) {
                card.rows(name, value);
            }
        });
        if (made.has("command")) {
            card.line("");
            card.line("`./valence reproduce DIR` makes it again from the same data and compares the weights.");
        }
        return card.text.toString();
    }

    private static String use(boolean maskedLanguage) {
        return maskedLanguage
                ? "`./valence finetune --init DIR` makes a classifier of it."
                : "`./valence predict --model DIR \"a text\"` classifies with it.";
    }

    private void section(String title, Map<String, @Nullable Object> values) {
        line("");
        line("## " + title);
        line("");
        line("| | |");
        line("|---|---|");
        values.forEach(this::rows);
    }

    /** A row for each value, by the way to it. */
    private void rows(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> inner) {
            inner.forEach((key, each) -> rows(name + "." + key, each));
        } else if (value instanceof Iterable<?> list) {
            rows(
                    name,
                    StreamSupport.stream(list.spliterator(), false)
                            .map(String::valueOf)
                            .collect(Collectors.joining(" ")));
        } else {
            line("| " + cell(name) + " | " + cell(String.valueOf(value)) + " |");
        }
    }

    /** What data says may hold what Markdown takes for its own. */
    private static String cell(String value) {
        return VisibleText.line(value).replaceAll("([\\\\`*_{}\\[\\]<>|#])", "\\\\$1");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
