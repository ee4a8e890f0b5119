package io.crosswalk.testbed.values;

import java.util.SplittableRandom;

import static io.crosswalk.testbed.values.ValueMaker.chance;

/**
 * Texts: words mostly; also none at all, quotes, tabs, line ends, other scripts, words that look like something else, and more than a
 * page holds.
 */
final class TextValues implements ValueMaker {

    private static final String[] WORDS = {
        "boiler",
        "pump",
        "valve",
        "roof",
        "sensor",
        "north",
        "lift",
        "filter",
        "checked",
        "leaks",
        "replaced",
        "until",
        "spring",
        "motor",
        "again",
        "noise",
        "panel",
        "meter",
        "cleaned",
        "hot"
    };
    private static final String[] ODD = {
        "", " ", "NULL", "\\N", "null", "{}", "[]", "it's", "a \"quoted\" word", "back\\slash\\", "tab\there",
                "line\nand\r\nline", "Größe 12 µm",
        "修理しました", "🔧🏢", "e\u0301", "-0", "1e3", "2024-02-29", "true", "c1234", "$tenant", "%s %d", "'; --", "a,b;c",
                "\u00a0\u2028"
    };
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LARGEST = 12_000;

    private final int length;
    private final boolean distinct;
    private final boolean notEmpty;

    /**
     * @param length the greatest number of characters, -1 without a limit
     * @param distinct whether two values have to differ, as far as the length allows
     */
    TextValues(int length, boolean distinct, boolean notEmpty) {
        this.length = length;
        this.distinct = distinct;
        this.notEmpty = notEmpty;
    }

    @Override
    public String make(SplittableRandom random) {
        if (distinct) {
            String tail = letters(random, 10);
            return length >= 0 && length < 24
                    ? tail.substring(0, Math.min(tail.length(), length))
                    : WORDS[random.nextInt(WORDS.length)] + "-" + tail;
        }
        String text = cut(text(random));
        return notEmpty && text.isEmpty() ? "x" : text;
    }

    private static String text(SplittableRandom random) {
        if (chance(random, 2)) {
            // Chance does not compress: such a value is stored out of line.
            return letters(random, random.nextInt(3_000, LARGEST));
        }
        if (chance(random, 20)) {
            return ODD[random.nextInt(ODD.length)];
        }
        StringBuilder words = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
        for (int i = random.nextInt(5); i > 0; i--) {
            words.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    private String cut(String text) {
        if (length < 0 || text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, length));
    }

    static String letters(SplittableRandom random, int number) {
        StringBuilder text = new StringBuilder(number);
        for (int i = 0; i < number; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
