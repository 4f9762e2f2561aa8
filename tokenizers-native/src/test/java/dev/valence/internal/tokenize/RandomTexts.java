package dev.valence.internal.tokenize;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Texts by chance, of many kinds of characters; each is a function of the seed and its number. */
final class RandomTexts {
    private static final int LONGEST = 31;
    private static final int LONGEST_WORD = 211;
    private static final int[] FAMILIAR = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(FamiliarCharacters::contains)
            .toArray();
    private static final List<String> SPECIAL = List.of(
            "[MASK]",
            "[SEP]",
            "[CLS]",
            "[UNK]",
            "[PAD]",
            "[mask]",
            "[MASK",
            "MASK]",
            "[[MASK]]",
            "[ MASK ]",
            "##",
            "##ing");
    private static final List<String> WORDS = List.of(
            "the",
            "River",
            "told",
            "unbelievably",
            "walking",
            "OLDEST",
            "re-reading",
            "$5.40",
            "Ὀδυσσεύς",
            "ΟΔΟΣ",
            "naïve");

    private final long seed;

    /** What the characters of a text are drawn from. */
    private enum Kind {
        ASCII {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(random.nextInt(' ', 0x7F));
            }
        },
        WORDS_AND_SPACES {
            @Override
            String piece(SplittableRandom random) {
                return one(WORDS, random) + one(List.of(" ", "", ", ", "-", "\n"), random);
            }
        },
        CONTROLS {
            @Override
            String piece(SplittableRandom random) {
                return random.nextInt(3) == 0
                        ? "a"
                        : Character.toString(between(random, 0, 0x20, 0x7F, 0xA1, 0x2000, 0x2070));
            }
        },
        LATIN_AND_MARKS {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(between(random, 'A', '{', 0xC0, 0x250, 0x300, 0x370, 0x1E00, 0x1F00));
            }
        },
        GREEK_AND_CYRILLIC {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(between(random, 0x370, 0x530, 0x1F00, 0x2000, ' ', '0'));
            }
        },
        IDEOGRAPHS_AND_HANGUL {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(between(
                        random, 0x3000, 0x3100, 0x4E00, 0xA000, 0xAC00, 0xD7A4, 0x1100, 0x1200, 0xF900, 0xFB00, 0xFF00,
                        0xFFF0, 0x20000, 0x2FA20));
            }
        },
        RIGHT_TO_LEFT {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(
                        between(random, 0x590, 0x780, 0x200C, 0x2010, 0x202A, 0x202F, 0xFB1D, 0xFE00, ' ', '"'));
            }
        },
        INDIC {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(between(random, 0x900, 0xE80, 0xF00, 0x1100));
            }
        },
        EMOJI {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString(between(
                        random, 0x1F300, 0x1F650, 0x1F900, 0x1FA00, 0x2600, 0x2800, 0xFE0E, 0xFE10, 0x1F1E6, 0x1F200,
                        ' ', '!', 0x200D, 0x200E));
            }
        },
        SPECIAL_TOKENS {
            @Override
            String piece(SplittableRandom random) {
                return random.nextInt(2) == 0
                        ? one(SPECIAL, random)
                        : one(List.of(" ", "a", "É", "中", "İ", "", "."), random);
            }
        },
        FAMILIAR_CHARACTERS {
            @Override
            String piece(SplittableRandom random) {
                return random.nextInt(4) == 0 ? " " : Character.toString(FAMILIAR[random.nextInt(FAMILIAR.length)]);
            }
        },
        LONG_WORDS {
            @Override
            String piece(SplittableRandom random) {
                return Character.toString("abcdelnorstyéИ\u0301".charAt(random.nextInt(15)))
                        .repeat(random.nextInt(1, 7));
            }

            @Override
            int longest() {
                return LONGEST_WORD;
            }
        },
        ANY_CODE_POINT {
            @Override
            String piece(SplittableRandom random) {
                return random.nextInt(2) == 0 ? "a" : Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1));
            }
        },
        UNPAIRED_SURROGATES {
            @Override
            String piece(SplittableRandom random) {
                return random.nextInt(9) == 0
                        ? Character.toString(random.nextInt(0xD800, 0xE000))
                        : ASCII.piece(random);
            }
        };

        abstract String piece(SplittableRandom random);

        int longest() {
            return LONGEST;
        }
    }

    RandomTexts(long seed) {
        this.seed = seed;
    }

    /** One text, without regard to those before it. */
    String text(int number) {
        SplittableRandom random = new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        Kind other = random.nextInt(3) == 0 ? Kind.values()[random.nextInt(Kind.values().length)] : kind;
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(kind.longest() + 1); pieces > 0; pieces--) {
            text.append((random.nextInt(4) == 0 ? other : kind).piece(random));
        }
        return text.toString();
    }

    private static String one(List<String> pieces, SplittableRandom random) {
        return pieces.get(random.nextInt(pieces.size()));
    }

    /** A number from one of several ranges, each given by its start and the number after its end. */
    private static int between(SplittableRandom random, int... bounds) {
        int range = 2 * random.nextInt(bounds.length / 2);
        return random.nextInt(bounds[range], bounds[range + 1]);
    }
}
