package dev.valence.internal.transformer;

import dev.valence.internal.VisibleText;
import dev.valence.internal.json.ConfigJson;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The README.md of a saved model, for people: a model card with the metadata that the Hugging Face Hub reads
 * (huggingface.co/docs/hub/model-cards; Mitchell et al., "Model Cards for Model Reporting", 2019).
 */
final class ModelCard {
    private static final String FIGURES = "validation";
    private static final String CLASSES = "classes";
    private static final String INITIALIZATION = "initialization";
    private static final String FROM = "from";
    private static final String HUB = "hf:";
    /** What has a section of its own, or is of no use to a reader. */
    private static final Set<String> ELSEWHERE = Set.of(FIGURES, CLASSES, "model");

    private static final int DIGITS = 4;

    private final StringBuilder text = new StringBuilder();
    private final ModelConfig config;
    private final ConfigJson made;

    private ModelCard(ModelConfig config, Map<String, ?> provenance) {
        this.config = config;
        this.made = ConfigJson.of(provenance);
    }

    /**
     * Writes the card of a model.
     *
     * @param config its {@code config.json}
     * @param weights number of its weights
     * @param provenance what made it
     */
    static String of(ModelConfig config, int weights, Map<String, ?> provenance) {
        ModelCard card = new ModelCard(config, provenance);
        card.metadata();
        card.summary(weights);
        card.data();
        card.figures();
        card.limits();
        card.table("Architecture", config.toJson().values());
        card.provenance();
        return card.text.toString();
    }

    private boolean maskedLanguage() {
        return config.task() instanceof Task.MaskedLanguage;
    }

    private List<String> labels() {
        return config.task() instanceof Task.Classification task ? task.labels().names() : List.of();
    }

    /** Where the encoder's first weights came from, empty for random ones. */
    private String base() {
        ConfigJson start = made.has(INITIALIZATION) ? made.object(INITIALIZATION) : ConfigJson.of(Map.of());
        return start.has(FROM) ? start.string(FROM) : "";
    }

    private void metadata() {
        line("---");
        line("library_name: valence");
        line("pipeline_tag: " + (maskedLanguage() ? "fill-mask" : "text-classification"));
        if (base().startsWith(HUB)) {
            line("base_model: " + base().substring(HUB.length()).replaceFirst("@.*", ""));
        }
        line("---");
    }

    private void summary(int weights) {
        line("");
        line("# " + (maskedLanguage() ? "A masked language model" : "A text classifier"));
        line("");
        line(String.format(Locale.ROOT, "A Transformer encoder of %,d weights, trained with Valence ", weights)
                + (base().isEmpty()
                        ? "from random weights."
                        : "from the pre-trained weights of " + cell(base()) + "."));
        heading("Intended use");
        if (maskedLanguage()) {
            line("A start for fine-tuning: `./valence finetune --init DIR` makes a classifier of it.");
            return;
        }
        line("Assigns one of " + labels().size() + " classes to a text: "
                + labels().stream().map(ModelCard::cell).collect(Collectors.joining(", ")) + ".");
        line("`./valence predict --model DIR \"a text\"` classifies with it, as does `Valence.load(\"DIR\")` in Java.");
    }

    private void data() {
        heading("Data");
        if (made.has("data")) {
            line("Trained on " + cell(shown(made.values().get("data"))) + rows("data_rows", "%,d texts")
                    + rows("dev_rows", "%,d held-out texts chose the best model") + ".");
        } else {
            line("Not recorded.");
        }
        line(
                base().isEmpty()
                        ? "The licence of the data applies to the model as far as the law has it so."
                        : "The licences of " + cell(base()) + " and of the data apply.");
    }

    private String rows(String key, String form) {
        return made.has(key) ? String.format(Locale.ROOT, "; " + form, made.longInteger(key, 0, Long.MAX_VALUE)) : "";
    }

    private void figures() {
        if (!made.has(FIGURES)) {
            return;
        }
        heading("Figures on the held-out texts");
        row("", "");
        line("|---|---|");
        made.object(FIGURES).values().forEach(this::rows);
        if (made.has(CLASSES)) {
            line("");
            line("| class | precision | recall | F1 | texts |");
            line("|---|---|---|---|---|");
            made.object(CLASSES).values().keySet().forEach(name -> {
                ConfigJson scores = made.object(CLASSES).object(name);
                line(String.format(
                        Locale.ROOT,
                        "| %s | %.3f | %.3f | %.3f | %,d |",
                        cell(name),
                        scores.number("precision", 0, 1),
                        scores.number("recall", 0, 1),
                        scores.number("f1", 0, 1),
                        scores.longInteger("examples", 0, Long.MAX_VALUE)));
            });
        }
        line("");
        line("The best of several models was chosen by these texts, so the figures flatter it a little.");
    }

    private void limits() {
        heading("Limits");
        line("- It reads at most " + config.encoder().maximumLength() + " tokens of a text"
                + (config.task() instanceof Task.Classification task
                                && task.longTexts().windows()
                        ? " at once; longer texts are read in overlapping windows."
                        : "; the rest is cut off."));
        line("- It knows the language and the kind of texts it was trained on, and repeats what is one-sided in them.");
        if (!maskedLanguage()) {
            line(
                    "- It answers every text with one of its classes, also those of another kind; look at the probability.");
        }
    }

    private void provenance() {
        heading("Provenance");
        row("", "");
        line("|---|---|");
        made.values().forEach((name, value) -> {
            if (!ELSEWHERE.contains(name)) {
                rows(name, value);
            }
        });
        if (made.has("command") && !made.strings("command").isEmpty()) {
            line("");
            line("`./valence reproduce DIR` makes it again from the same data and compares the weights.");
        }
    }

    private void table(String title, Map<String, @Nullable Object> values) {
        heading(title);
        row("", "");
        line("|---|---|");
        values.forEach(this::rows);
    }

    /** A row for each value, by the way to it; none for an empty list. */
    private void rows(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> inner) {
            inner.forEach((key, each) -> rows(name + "." + key, each));
        } else if (!shown(value).isEmpty()) {
            row(cell(name.replace('_', ' ')), cell(shown(value)));
        }
    }

    /** A value as people read it: at most four digits of a fraction. */
    private static String shown(@Nullable Object value) {
        if (value instanceof Iterable<?> list) {
            return StreamSupport.stream(list.spliterator(), false)
                    .map(ModelCard::shown)
                    .collect(Collectors.joining(" "));
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            BigDecimal rounded =
                    BigDecimal.valueOf(number).round(new MathContext(DIGITS)).stripTrailingZeros();
            return Math.abs(number) < 1e-3 && number != 0 ? rounded.toString() : rounded.toPlainString();
        }
        return String.valueOf(value);
    }

    /** What data says may hold what Markdown takes for its own. */
    private static String cell(String value) {
        return VisibleText.line(value).replaceAll("([\\\\`*_{}\\[\\]<>|#])", "\\\\$1");
    }

    private void row(String name, String value) {
        line("| " + name + " | " + value + " |");
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
