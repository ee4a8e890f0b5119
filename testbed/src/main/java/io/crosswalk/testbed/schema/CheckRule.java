package io.crosswalk.testbed.schema;

import java.math.BigDecimal;
import java.util.List;

/** One condition of a CHECK, in a form that a generator can keep. */
public sealed interface CheckRule {

    /** The number is not below a bound, or lies above it. */
    record AtLeast(String column, BigDecimal bound, boolean exclusive) implements CheckRule {}

    /** The number is not above a bound, or lies below it. */
    record AtMost(String column, BigDecimal bound, boolean exclusive) implements CheckRule {}

    /** The value is one of these. */
    record OneOf(String column, List<String> values) implements CheckRule {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** The text matches a regular expression. */
    record Matches(String column, String pattern) implements CheckRule {}

    /** The text has at most so many characters. */
    record NoLongerThan(String column, int characters) implements CheckRule {}

    /** The text is not empty. */
    record NotEmpty(String column) implements CheckRule {}

    /** The value of one column comes before that of another, or is the same. */
    record Ordered(String before, String after) implements CheckRule {}
}
