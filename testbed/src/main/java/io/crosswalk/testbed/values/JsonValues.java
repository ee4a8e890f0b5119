package io.crosswalk.testbed.values;

import java.util.SplittableRandom;

import static io.crosswalk.testbed.values.ValueMaker.chance;
import static io.crosswalk.testbed.values.ValueMaker.oneOf;

/** JSON texts: nested objects and arrays, nulls, numbers in every notation, repeated names, and one that no page holds. */
final class JsonValues implements ValueMaker {

    private static final int DEEPEST = 3;

    @Override
    public String make(SplittableRandom random) {
        if (chance(random, 3)) {
            return "{\"large\": \"" + TextValues.letters(random, random.nextInt(3_000, 9_000)) + "\"}";
        }
        return chance(random, 10) ? scalar(random) : object(random, 0);
    }

    private static String value(SplittableRandom random, int depth) {
        int kind = depth >= DEEPEST ? 9 : random.nextInt(10);
        if (kind < 2) {
            return object(random, depth);
        }
        return kind < 4 ? array(random, depth) : scalar(random);
    }

    private static String object(SplittableRandom random, int depth) {
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append('"')
                    .append(oneOf(random, "id", "name", "a b", "größe", "x", "items", "with \\\"quotes\\\"", ""))
                    .append(chance(random, 30) ? "\" :  " : "\":")
                    .append(value(random, depth + 1))
                    .append(i > 1 ? "," : "");
        }
        return json.append('}').toString();
    }

    private static String array(SplittableRandom random, int depth) {
        StringBuilder json = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(value(random, depth + 1)).append(i > 1 ? ", " : "");
        }
        return json.append(']').toString();
    }

    private static String scalar(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> oneOf(random, "null", "true", "false");
            case 1 -> oneOf(random, "0", "-1", "1.10", "1e3", "-0.0", "123456789012345678901234567890", "1E-7");
            case 2 -> Integer.toString(random.nextInt(100_000));
            case 3 ->
                oneOf(random, "\"\"", "\"\\u00e9\"", "\"a\\nb\\t\\\\c\"", "\"🔧\"", "\"/\"", "\"\\/\"", "\"null\"");
            default -> '"' + TextValues.letters(random, random.nextInt(1, 12)) + '"';
        };
    }
}
