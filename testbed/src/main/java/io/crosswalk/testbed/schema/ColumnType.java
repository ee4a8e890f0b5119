package io.crosswalk.testbed.schema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A type below all domains.
 *
 * @param name as {@code format_type} writes it, without a modifier
 * @param modifier {@code atttypmod}, -1 without one
 * @param labels the labels of an enum in their order; else empty
 * @param element the type of an array's elements, or of a range's bounds; else null
 * @param rules the CHECKs of the domains above it; their column is named {@code VALUE}
 */
public record ColumnType(
        Kind kind,
        String name,
        int modifier,
        List<String> labels,
        @Nullable ColumnType element,
        List<CheckRule> rules) {

    /** What values of a type are made of. */
    public enum Kind {
        SCALAR,
        ENUM,
        ARRAY,
        RANGE
    }

    public ColumnType {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
    }

    /** The greatest number of characters or bits; -1 without a limit. */
    public int length() {
        boolean bits = name.equals("bit") || name.equals("bit varying");
        return modifier < 0 ? -1 : bits ? modifier : modifier - 4;
    }

    /** The number of decimal digits; -1 without a limit. PostgreSQL source, numeric.c, numeric_typmod_precision. */
    public int precision() {
        return modifier < 0 ? -1 : ((modifier - 4) >> 16) & 0xffff;
    }

    /** The number of decimal digits behind the point. */
    public int scale() {
        return modifier < 0 ? 0 : (modifier - 4) & 0x7ff;
    }
}
