package dev.valence.tokenizers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.json.JsonFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTest {
    /** Of GPT-2, GPT-4, GPT-4o, Llama 3, Qwen 2, CLIP, BLOOM, DeepSeek and converted SentencePiece models. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r"
                        + "\\n"
                        + "\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r"
                        + "\\n"
                        + "]*|\\s*[\\r"
                        + "\\n"
                        + "]+|\\s+(?!\\S)|\\s+",
                "[^\\r"
                        + "\\n"
                        + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+",
                "[一-龥\u3040-ゟ゠-ヿ]+",
                " {2,}",
                "\\d{3}(?=(?:\\d)?)",
                "(?<=x)y",
                "[\\n\\r]",
                // not whole, which the library says
                "a(b",
                "a(?!b|c",
                "a\\",
                "a[b",
                "a[\\"
            })
    void thoseOfKnownTokenizersAreBounded(String regex) {
        assertThatCode(() -> BoundedPattern.require(regex)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(?:a|a)*c",
                "(a){2,}",
                "(a)\\1",
                "(?<n>a)\\k<n>",
                "\\g<0>",
                "a*a*c",
                "a{2,}[ab]+c",
                "a*(a*)c",
                "(?=a*a*c)d",
                "a*b|c+c*d",
                "a{1,9}a{1,9}a{1,9}b",
                "a{2000}",
                "a{2}{3}",
                "a**",
                "(?~a)",
                "(?{1})",
                "(*FAIL)",
                "*a",
                "a)b"
            })
    void othersAreNot(String regex) {
        assertThatThrownBy(() -> BoundedPattern.require(regex)).isInstanceOf(JsonFields.NotUnderstoodException.class);
    }
}
