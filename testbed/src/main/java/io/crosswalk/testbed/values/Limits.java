package io.crosswalk.testbed.values;

import io.crosswalk.testbed.schema.CheckRule;
import io.crosswalk.testbed.schema.CheckRule.AtLeast;
import io.crosswalk.testbed.schema.CheckRule.AtMost;
import io.crosswalk.testbed.schema.CheckRule.Matches;
import io.crosswalk.testbed.schema.CheckRule.NoLongerThan;
import io.crosswalk.testbed.schema.CheckRule.NotEmpty;
import io.crosswalk.testbed.schema.CheckRule.OneOf;
import io.crosswalk.testbed.schema.CheckRule.Ordered;
import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What the CHECKs of a table and of a domain allow in one column.
 *
 * @param least the lowest number, or null
 * @param most the highest number, or null
 * @param values the only values, or none when all are allowed
 * @param pattern what a text looks like, or null
 * @param length the greatest number of characters, or -1
 * @param notEmpty whether a text needs a character
 * @param ordered whether the value is compared with another column's
 */
record Limits(
        @Nullable BigDecimal least,
        @Nullable BigDecimal most,
        List<String> values,
        @Nullable String pattern,
        int length,
        boolean notEmpty,
        boolean ordered) {

    static final Limits NONE = new Limits(null, null, List.of(), null, -1, false, false);

    static Limits of(Table table, Column column) {
        List<CheckRule> rules = new ArrayList<>(column.type().rules());
        Limits limits = NONE;
        for (CheckRule rule : rules) {
            limits = limits.and(rule, "VALUE");
        }
        for (CheckRule rule : table.rules()) {
            limits = limits.and(rule, column.name());
        }
        return limits;
    }

    private Limits and(CheckRule rule, String name) {
        if (rule instanceof AtLeast least && least.column().equals(name)) {
            return new Limits(inside(least), most, values, pattern, length, notEmpty, ordered);
        }
        if (rule instanceof AtMost most && most.column().equals(name)) {
            return new Limits(least, inside(most), values, pattern, length, notEmpty, ordered);
        }
        if (rule instanceof OneOf one && one.column().equals(name)) {
            return new Limits(least, most, one.values(), pattern, length, notEmpty, ordered);
        }
        if (rule instanceof Matches matches && matches.column().equals(name)) {
            return new Limits(least, most, values, matches.pattern(), length, notEmpty, ordered);
        }
        if (rule instanceof NoLongerThan shorter && shorter.column().equals(name)) {
            return new Limits(least, most, values, pattern, shorter.characters(), notEmpty, ordered);
        }
        if (rule instanceof NotEmpty empty && empty.column().equals(name)) {
            return new Limits(least, most, values, pattern, length, true, ordered);
        }
        if (rule instanceof Ordered order
                && (order.before().equals(name) || order.after().equals(name))) {
            return new Limits(least, most, values, pattern, length, notEmpty, true);
        }
        return this;
    }

    // A whole unit away from an excluded bound lies inside for integers and fractions alike.
    private static BigDecimal inside(AtLeast rule) {
        return rule.exclusive() ? rule.bound().add(BigDecimal.ONE) : rule.bound();
    }

    private static BigDecimal inside(AtMost rule) {
        return rule.exclusive() ? rule.bound().subtract(BigDecimal.ONE) : rule.bound();
    }

    boolean isBounded() {
        return least != null || most != null;
    }
}
