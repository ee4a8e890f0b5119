package io.crosswalk.testbed.values;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static io.crosswalk.testbed.values.ValueMaker.chance;

/** Values made of others: arrays, ranges, hstore. */
final class ContainerValues {

    private ContainerValues() {}

    /** Arrays of up to four elements, some of them NULL, some arrays of two dimensions, some empty. */
    static ValueMaker arrays(ValueMaker elements) {
        return random -> {
            if (chance(random, 8)) {
                return "{" + array(random, elements, 2) + "," + array(random, elements, 2) + "}";
            }
            return array(random, elements, random.nextInt(5));
        };
    }

    private static String array(SplittableRandom random, ValueMaker elements, int size) {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            written.add(chance(random, 8) ? "NULL" : quoted(elements.make(random)));
        }
        return "{" + String.join(",", written) + "}";
    }

    /** One dimension of exactly these elements. */
    static String array(List<String> elements) {
        return "{"
                + String.join(
                        ",", elements.stream().map(ContainerValues::quoted).toList()) + "}";
    }

    /** Ranges whose bounds the maker gives, in an order that compares as numbers or as texts. */
    static ValueMaker ranges(ValueMaker bounds) {
        return random -> {
            if (chance(random, 8)) {
                return "empty";
            }
            String one = bounds.make(random);
            String other = bounds.make(random);
            boolean swapped = isAfter(one, other);
            String from = chance(random, 10) ? "" : quoted(swapped ? other : one);
            String to = chance(random, 20) ? "" : quoted(swapped ? one : other);
            return (chance(random, 80) ? "[" : "(") + from + "," + to + (chance(random, 80) ? ")" : "]");
        };
    }

    /** True when the first value comes after the second: as numbers where both are, else as texts. */
    static boolean isAfter(String one, String other) {
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) > 0;
        } catch (NumberFormatException e) {
            return one.compareTo(other) > 0;
        }
    }

    static String hstore(SplittableRandom random) {
        ValueMaker texts = new TextValues(40, false, false);
        List<String> pairs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            pairs.add(quoted("k" + i) + "=>" + (chance(random, 15) ? "NULL" : quoted(texts.make(random))));
        }
        return String.join(", ", pairs);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
