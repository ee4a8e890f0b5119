package io.crosswalk.testbed.schema;

import io.crosswalk.testbed.schema.CheckRule.AtLeast;
import io.crosswalk.testbed.schema.CheckRule.AtMost;
import io.crosswalk.testbed.schema.CheckRule.Matches;
import io.crosswalk.testbed.schema.CheckRule.NoLongerThan;
import io.crosswalk.testbed.schema.CheckRule.NotEmpty;
import io.crosswalk.testbed.schema.CheckRule.OneOf;
import io.crosswalk.testbed.schema.CheckRule.Ordered;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the CHECKs that a generator can keep out of what {@code pg_get_constraintdef(oid, true)} writes: conditions joined by AND, each a
 * comparison with a number, a list of values, a regular expression, a length, or an order of two columns. Others are left out; rows that
 * break them are refused by the server.
 */
final class CheckReader {

    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[a-zA-Z_][a-zA-Z0-9_]*)(?:::[a-z ]+)?";
    private static final String CAST = "(?:::[a-z ]+(?:\\([0-9, ]+\\))?)*";
    private static final String TEXT = "'((?:[^']|'')*)'" + CAST;
    private static final Pattern NUMBER_RULE =
            Pattern.compile("\\(?" + NAME + "\\)?(?:::[a-z ]+)? (>=|<=|>|<) '?\\(?(-?[0-9.]+)\\)?'?" + CAST);
    private static final Pattern LIST_RULE = Pattern.compile(
            "\\(?" + NAME + "\\)?(?:::[a-z ]+)? = ANY \\(\\(?ARRAY\\[(.*)\\]\\)?(?:::[a-z ]+\\[\\])?\\)");
    private static final Pattern PATTERN_RULE = Pattern.compile("\\(?" + NAME + "\\)?(?:::[a-z ]+)? ~ " + TEXT);
    private static final Pattern LENGTH_RULE =
            Pattern.compile("(?:char_|character_)?length\\(" + NAME + "\\) <= ([0-9]+)");
    private static final Pattern EMPTY_RULE = Pattern.compile("\\(?" + NAME + "\\)?(?:::[a-z ]+)? <> ''" + CAST);
    private static final Pattern ORDER_RULE = Pattern.compile(NAME + " (<=|<|>=|>) " + NAME);
    private static final Pattern ELEMENT = Pattern.compile(TEXT);

    private CheckReader() {}

    /** The rules of a CHECK, for as many of its conditions as are understood. */
    static List<CheckRule> read(String definition) {
        List<CheckRule> rules = new ArrayList<>();
        String conditions = definition.replaceFirst("^CHECK \\(", "").replaceFirst("\\)(?: NOT VALID)?$", "");
        for (String condition : conditions.split(" AND ")) {
            rule(condition.strip()).ifPresent(rules::add);
        }
        return rules;
    }

    private static Optional<CheckRule> rule(String condition) {
        Matcher number = NUMBER_RULE.matcher(condition);
        if (number.matches()) {
            return Optional.of(bound(name(number.group(1)), number.group(2), new BigDecimal(number.group(3))));
        }
        Matcher list = LIST_RULE.matcher(condition);
        if (list.matches()) {
            return Optional.of(new OneOf(name(list.group(1)), elements(list.group(2))));
        }
        Matcher pattern = PATTERN_RULE.matcher(condition);
        if (pattern.matches()) {
            return Optional.of(
                    new Matches(name(pattern.group(1)), pattern.group(2).replace("''", "'")));
        }
        Matcher length = LENGTH_RULE.matcher(condition);
        if (length.matches()) {
            return Optional.of(new NoLongerThan(name(length.group(1)), Integer.parseInt(length.group(2))));
        }
        Matcher empty = EMPTY_RULE.matcher(condition);
        if (empty.matches()) {
            return Optional.of(new NotEmpty(name(empty.group(1))));
        }
        Matcher order = ORDER_RULE.matcher(condition);
        return order.matches() ? Optional.of(order(order)) : Optional.empty();
    }

    private static CheckRule bound(String column, String operator, BigDecimal bound) {
        boolean exclusive = operator.length() == 1;
        return operator.startsWith(">") ? new AtLeast(column, bound, exclusive) : new AtMost(column, bound, exclusive);
    }

    private static CheckRule order(Matcher order) {
        String left = name(order.group(1));
        String right = name(order.group(3));
        return order.group(2).startsWith("<") ? new Ordered(left, right) : new Ordered(right, left);
    }

    private static List<String> elements(String array) {
        List<String> values = new ArrayList<>();
        Matcher element = ELEMENT.matcher(array);
        while (element.find()) {
            values.add(element.group(1).replace("''", "'"));
        }
        return values;
    }

    private static String name(String written) {
        return written.startsWith("\"")
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : written;
    }
}
