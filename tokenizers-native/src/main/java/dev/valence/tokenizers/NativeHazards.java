package dev.valence.tokenizers;

import dev.valence.InputException;
import dev.valence.internal.json.JsonFields;
import dev.valence.internal.json.JsonValues;
import dev.valence.internal.tokenize.PipelineReader;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * Sanitises tokenizer files before the native library reads them. A panic in it ends the whole process, and so does a text that
 * its steps, each harmless, blow up past the memory together; both can be written into a {@code tokenizer.json}. So what is known to be
 * dangerous is refused, and the rest written anew, without what no text needs: the library reads only JSON as Java writes
 * it. All else that is wrong with a file the library itself says.
 */
final class NativeHazards {
    /** What turns ids into text, and what is always as the caller wants it. */
    private static final List<String> UNUSED = List.of("decoder", "truncation", "padding");

    private static final List<String> SEQUENCES = List.of("normalizers", "pretokenizers", "processors");

    private static final int MOST_STEPS = 100;
    private static final long MOST_GROWTH = 4_096;
    /** Compatibility decomposition makes 18 characters of U+FDFA, and of no other character more (Unicode 1.1 to 17). */
    private static final int COMPATIBILITY_FORM = 18;

    private static final int CANONICAL_FORM = 4; // of U+1F82, for one
    private static final int LOWER_CASE = 2; // of U+0130
    private static final int BYTES_AND_BLANK = 4; // three bytes of a char, and a blank before it
    private static final int MARK = 2; // a mark before each piece, which may be one character

    private int steps;
    private long growth = 1; // how many characters or tokens all steps together make of one character
    private long form = 1; // as much of it as forms of Unicode have, which do not grow what another has grown

    private NativeHazards() {}

    /**
     * What the library may be given.
     *
     * @param json what to read
     * @param growth how many characters or tokens it may make of one character on the way
     */
    record Harmless(byte[] json, long growth) {}

    /**
     * What the library may be given of a file.
     *
     * @param file where it comes from, for messages
     * @throws InputException if there is danger in it
     */
    static Harmless without(Path file, byte[] json) {
        NativeHazards hazards = new NativeHazards();
        ByteArrayOutputStream harmless = new ByteArrayOutputStream(json.length);
        try (JsonParser parser = PipelineReader.JSON.createParser(ObjectReadContext.empty(), json);
                JsonGenerator generator = PipelineReader.JSON.createGenerator(ObjectWriteContext.empty(), harmless)) {
            Object value = parser.nextToken() == null ? null : JsonValues.read(parser);
            hazards.check(new JsonFields(value));
            JsonFields parts = new JsonFields(value);
            UNUSED.forEach(parts::ignore);
            generator.writeStartObject();
            for (String name : parts.names()) {
                generator.writeName(name);
                Object part = parts.take(name);
                requireWritable(part);
                JsonValues.write(generator, part);
            }
            UNUSED.forEach(generator::writeNullProperty);
            generator.writeEndObject();
        } catch (JacksonException e) {
            throw new InputException(message(file, e.getOriginalMessage()), e);
        } catch (JsonFields.NotUnderstoodException e) {
            throw new InputException(message(file, String.valueOf(e.getMessage())), e);
        }
        return new Harmless(harmless.toByteArray(), hazards.growth);
    }

    /** Refuses what Java has a form for and JSON has not. */
    private static void requireWritable(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, field) -> {
                requireWritable(name);
                requireWritable(field);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(NativeHazards::requireWritable);
        } else if (value instanceof String text) {
            JsonFields.require(PipelineReader.isWellFormed(text), "half a surrogate pair");
        } else if (value instanceof Double number) {
            JsonFields.require(Double.isFinite(number), "a number past the range of double");
        }
    }

    private static String message(Path file, String found) {
        return file
                + ": required a tokenizer.json that the library of Hugging Face tokenizers can be trusted with, found "
                + found + "; copy it again if it is damaged, or use another tokenizer";
    }

    private void check(JsonFields file) {
        step(part(file, "normalizer"), true);
        step(part(file, "pre_tokenizer"), true);
        step(part(file, "post_processor"), false);
        if (part(file, "model") instanceof Map<?, ?> model && model.get("merges") instanceof List<?> merges) {
            merges(merges, model.get("continuing_subword_prefix") instanceof String prefix ? prefix : "");
        }
    }

    private static @Nullable Object part(JsonFields file, String name) {
        return file.has(name) ? file.take(name) : null;
    }

    /**
     * One of the things done to a text, or a sequence of them. Both its type and its fields tell what it is: some kinds the
     * library tries one after the other until the fields fit, whatever type is named.
     *
     * @param changesText whether it is one of the steps before the model, which change characters
     */
    private void step(@Nullable Object value, boolean changesText) {
        if (value == null) {
            return;
        }
        JsonFields.require(++steps <= MOST_STEPS, "more than " + MOST_STEPS + " steps");
        JsonFields step = new JsonFields(value);
        String type = step.takeString("type");
        for (String parts : SEQUENCES) {
            if (step.has(parts)) {
                step.takeList(parts).forEach(part -> step(part, changesText));
            }
        }
        if (changesText) {
            grow(type, step);
        }
        if (type.equals("Precompiled") || step.has("precompiled_charsmap")) {
            grow(CharacterMap.longestReplacement(step.take("precompiled_charsmap")));
        }
        if (type.equals("Replace") || step.has("content")) {
            replace(step.take("pattern"), step.takeString("content"));
        } else if (type.equals("Split") || step.has("pattern")) {
            pattern(step.take("pattern"));
        }
        if (type.equals("FixedLength") || step.has("length")) {
            JsonFields.require(step.takeId("length") > 0, "pieces of no length");
        }
        if (type.equals("TemplateProcessing") || step.has("single") || step.has("pair")) {
            template(step);
        }
    }

    /** What the steps add that take characters one by one, and those that put something before a text or a piece of it. */
    private void grow(String type, JsonFields step) {
        switch (type) {
            case "NFKC", "NFKD" -> growByForm(COMPATIBILITY_FORM);
            case "NFC", "NFD", "BertNormalizer" -> growByForm(CANONICAL_FORM);
            case "Lowercase" -> growByForm(LOWER_CASE);
            case "ByteLevel" -> grow(BYTES_AND_BLANK);
            default -> {
                if (step.has("handle_chinese_chars")) {
                    growByForm(CANONICAL_FORM);
                } else if (step.has("replacement")) {
                    grow(MARK);
                } else if (step.has("trim_offsets") || step.has("use_regex") || step.has("add_prefix_space")) {
                    grow(BYTES_AND_BLANK);
                }
            }
        }
        if (step.has("prepend")) {
            grow(1L + step.takeString("prepend").length());
        }
    }

    /** The library looks up names and texts without asking whether they are there. */
    private void template(JsonFields step) {
        Map<String, List<Integer>> special = PipelineReader.specialTokens(new JsonFields(step.take("special_tokens")));
        PipelineReader.template(step.takeList("pair"), special);
        List<Object> single = PipelineReader.template(step.takeList("single"), special);
        JsonFields.require(!single.contains("B"), "a template of one text with a second");
        grow(Collections.frequency(single, "A"));
    }

    private void replace(@Nullable Object pattern, String content) {
        int shortest = pattern(pattern);
        grow(shortest == 0 ? 1L + content.length() : (content.length() + shortest - 1L) / shortest);
    }

    /** Least length of what a pattern matches; 0 where that is not known. */
    private static int pattern(@Nullable Object value) {
        JsonFields pattern = new JsonFields(value);
        if (pattern.has("String")) {
            return pattern.takeString("String").length();
        }
        BoundedPattern.require(pattern.takeString("Regex"));
        return 0;
    }

    private void growByForm(long factor) {
        if (factor > form) {
            grow((factor + form - 1) / form);
            form = factor;
        }
    }

    /** By what stands in the file, which forms of Unicode may grow anew. */
    private void grow(long factor) {
        form = 1;
        growth *= Math.max(1, Math.min(factor, MOST_GROWTH + 1));
        JsonFields.require(
                growth <= MOST_GROWTH, "steps that may make a text more than " + MOST_GROWTH + " times as long");
    }

    /** The library cuts the prefix from the second part of each merge without looking whether it is there. */
    private static void merges(List<?> merges, String prefix) {
        for (Object merge : merges) {
            Object second = merge instanceof List<?> pair
                    ? pair.size() == 2 ? pair.get(1) : null
                    : merge instanceof String text && text.contains(" ") ? text.substring(text.indexOf(' ') + 1) : null;
            JsonFields.require(
                    prefix.isEmpty() || (second instanceof String part && part.startsWith(prefix)),
                    "a merge whose second part does not continue a word");
        }
    }
}
