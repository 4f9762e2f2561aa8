package dev.valence.internal.tokenize;

import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** JSON with some of its values, keys or characters changed at random; most of it is still JSON. */
final class Mutations {
    private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"|-?\\d[\\d.]*|true|false|null");
    private static final String[] VALUES = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"a\"",
        "\"[CLS]\"",
        "\"B\"",
        "\"Sequence\"",
        "-1",
        "0",
        "1",
        "3",
        "4294967295",
        "9223372036854775808",
        "1e999",
        "\"####\"",
        "\"\\ud800\"",
        "\"(a+)+$\"",
        "\"a*a*c\"",
        "\"String\"",
        "\"Regex\"",
        "[[\"a\",\"b\"]]",
        "\"Replace\"",
        "\"Precompiled\"",
        "\"FixedLength\"",
        "\"Split\"",
        "\"BPE\"",
        "\"Unigram\"",
        "\"WordLevel\"",
        "\"AAAA\""
    };

    private Mutations() {}

    static String of(String json, Random random) {
        String changed = json;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            changed = random.nextInt(4) == 0 ? withOtherCharacter(changed, random) : withOtherValue(changed, random);
        }
        return changed;
    }

    private static String withOtherCharacter(String json, Random random) {
        StringBuilder changed = new StringBuilder(json);
        changed.setCharAt(random.nextInt(json.length()), (char) (' ' + random.nextInt(95)));
        return changed.toString();
    }

    /** A value or key is replaced by a hostile one, or by another of the same document. */
    private static String withOtherValue(String json, Random random) {
        List<MatchResult> values = VALUE.matcher(json).results().toList();
        if (values.isEmpty()) {
            return json;
        }
        MatchResult old = values.get(random.nextInt(values.size()));
        String other = random.nextBoolean()
                ? VALUES[random.nextInt(VALUES.length)]
                : values.get(random.nextInt(values.size())).group();
        return json.substring(0, old.start()) + other + json.substring(old.end());
    }
}
