package dev.valence.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.SharedFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigJsonTest {
    private static final String DOCUMENT = """
            {"layers": 6, "wide": 3000000000, "huge": 1000000000000000019884624838656, "epsilon": 1e-12, "half": 0.5,
             "tied": true, "name": "bert", "six": "six", "none": null, "whole": 2.0,
             "classes": ["a", "b"], "numbers": [1, 2], "inner": {"deep": {"x": "y"}}, "list": [{"x": 1}, {"x": "one"}]}
            """;

    @TempDir
    Path folder;

    private static ConfigJson document() {
        return ConfigJson.parse("config.json", DOCUMENT);
    }

    @Test
    void valuesByKind() {
        ConfigJson json = document();
        assertThat(json.integer("layers", 1, Integer.MAX_VALUE)).isEqualTo(6);
        assertThat(json.longInteger("wide", 0, Long.MAX_VALUE)).isEqualTo(3_000_000_000L);
        assertThat(json.number("epsilon", 0, 1)).isEqualTo(1e-12);
        assertThat(json.number("layers", 0, 10)).isEqualTo(6.0);
        assertThat(json.number("huge", 0, 1e40)).isEqualTo(1e30);
        assertThat(json.bool("tied")).isTrue();
        assertThat(json.string("name")).isEqualTo("bert");
        assertThat(json.choice("name", "gpt", "bert")).isEqualTo("bert");
        assertThat(json.strings("classes")).containsExactly("a", "b");
        assertThat(json.object("inner").object("deep").string("x")).isEqualTo("y");
        assertThat(json.objects("list").get(0).integer("x", 0, 1)).isEqualTo(1);
        assertThat(json.values().get("huge")).isEqualTo(new BigInteger("1000000000000000019884624838656"));
        assertThat(json.has("name")).isTrue();
        assertThat(json.has("none")).isFalse();
        assertThat(json.has("missing")).isFalse();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        json -> json.integer("six", 1, Integer.MAX_VALUE),
                        "config.json: required an integer in [1, 2^31) for 'six', found \"six\"; restore the file, or use another"),
                mistake(json -> json.integer("layers", 7, 9), "an integer in [7, 9] for 'layers', found 6"),
                mistake(
                        json -> json.integer("wide", 0, Integer.MAX_VALUE),
                        "in [0, 2^31) for 'wide', found 3000000000"),
                mistake(json -> json.longInteger("huge", 0, Long.MAX_VALUE), "in [0, 2^63) for 'huge', found 10000"),
                mistake(json -> json.integer("whole", 0, 9), "an integer in [0, 9] for 'whole', found 2.0"),
                mistake(json -> json.integer("missing", 0, 9), "for 'missing', found none"),
                mistake(json -> json.integer("none", 0, 9), "for 'none', found null"),
                mistake(json -> json.number("half", 0, 0.25), "a number in [0.0, 0.25] for 'half', found 0.5"),
                mistake(json -> json.number("name", 0, 1), "a number in [0.0, 1.0] for 'name', found \"bert\""),
                mistake(json -> json.bool("layers"), "true or false for 'layers', found 6"),
                mistake(json -> json.string("layers"), "a string for 'layers', found 6"),
                mistake(
                        json -> json.choice("name", "x", "y"),
                        "one of x, y for 'name', found \"bert\"; such a model is not supported, use another"),
                mistake(json -> json.choice("missing", "x"), "for 'missing', found none; restore the file"),
                mistake(json -> json.strings("numbers"), "a list of strings for 'numbers', found [1,2]"),
                mistake(json -> json.strings("name"), "a list of strings for 'name', found \"bert\""),
                mistake(json -> json.object("name"), "an object for 'name', found \"bert\""),
                mistake(json -> json.object("inner").object("deep").bool("x"), "for 'inner.deep.x', found \"y\""),
                mistake(json -> json.objects("list").get(1).integer("x", 0, 9), "for 'list[1].x', found \"one\""),
                mistake(json -> json.objects("numbers"), "an object for 'numbers[0]', found 1"));
    }

    private static Arguments mistake(Consumer<ConfigJson> get, String message) {
        return Arguments.of(message, get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesNameFileKeyAndValue(String message, Consumer<ConfigJson> get) {
        assertThatThrownBy(() -> get.accept(document()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("config.json: required ")
                .hasMessageContaining(message);
    }

    static Stream<Arguments> badDocuments() {
        return Stream.of(
                Arguments.of("nothing", "", "required a JSON object, found nothing"),
                Arguments.of("an array", "[1]", "required a JSON object, found ["),
                Arguments.of("cut", "{\"a\":\n\n 1", "c.json line 3: required JSON"),
                Arguments.of("two", "{} {}", "required nothing after the object, found {"),
                Arguments.of("a key twice", "{\"a\":1,\n\"a\":2}", "line 2: required every key once, found 'a' twice"),
                Arguments.of("deep", "{\"a\":" + "[".repeat(100_000), "required JSON"),
                Arguments.of("65 levels", "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}", "required JSON"),
                Arguments.of("a long string", "{\"a\":\"" + "x".repeat(1_000_001) + "\"}", "required JSON"),
                Arguments.of("NaN", "{\"a\":NaN}", "required JSON"),
                Arguments.of("an infinite number", "{\"a\":1e999}", "within the range of double, found 1e999"),
                Arguments.of("a comment", "{} // done", "required JSON"),
                Arguments.of("long", "{}" + " ".repeat(16_000_000), "at most 16000000 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badDocuments")
    void refusesBadDocuments(String name, String text, String message) {
        assertThatThrownBy(() -> ConfigJson.parse("c.json", text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("c.json")
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void sixtyFourLevelsAreAllowed() {
        ConfigJson json = ConfigJson.parse("c.json", "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}");
        assertThat(json.has("a")).isTrue();
    }

    @Test
    void printsIndentedAndReadsBack() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", "größe \"x\"\n");
        values.put("layers", 2);
        values.put("rate", 0.1f);
        values.put("none", null);
        values.put("ids", List.of(1, 2L));
        values.put("inner", Map.of("tied", true));
        values.put("empty", List.of());
        Path file = folder.resolve("config.json");
        ConfigJson.of(values).write(file);
        assertThat(Files.readString(file)).isEqualTo("""
                        {
                          "name": "größe \\"x\\"\\n",
                          "layers": 2,
                          "rate": 0.1,
                          "none": null,
                          "ids": [ 1, 2 ],
                          "inner": {
                            "tied": true
                          },
                          "empty": []
                        }
                        """);
        assertThat(ConfigJson.read(file).values())
                .isEqualTo(ConfigJson.of(values).values());
    }

    @Test
    void refusesValuesWithoutAJsonForm() {
        for (Object value : Arrays.asList(Double.NaN, Float.POSITIVE_INFINITY, new Object(), new int[2])) {
            assertThatThrownBy(() -> ConfigJson.of(Map.of("a", value)))
                    .as(String.valueOf(value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isImmutable() {
        ConfigJson json = document();
        assertThatThrownBy(() -> json.values().put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<?>) json.values().get("numbers")).remove(0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readsAConfigurationOfTransformers() {
        ConfigJson json = ConfigJson.read(SharedFolder.reference("hf/bert/config.json"));
        assertThat(json.integer("num_hidden_layers", 1, Integer.MAX_VALUE)).isEqualTo(2);
        assertThat(json.number("layer_norm_eps", 0, 1)).isEqualTo(1e-12);
        assertThat(json.object("id2label").string("1")).isEqualTo("neutral");
        assertThat(json.has("bos_token_id")).isFalse();
    }

    @Test
    void missingFileIsAnInputError() {
        assertThatThrownBy(() -> ConfigJson.read(folder.resolve("config.json")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config.json: required a JSON file, found no such file");
    }
}
