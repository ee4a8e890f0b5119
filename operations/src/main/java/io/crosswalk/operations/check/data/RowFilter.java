package io.crosswalk.operations.check.data;

import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.condition.NullIf;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A condition of the mapping ({@code where}, {@code when}) as SQL, as far as SQL can say it.
 *
 * @param sql true for at least the rows that the condition takes
 * @param exact whether it is true for no others
 */
record RowFilter(String sql, boolean exact) {

    /** @param alias what the legacy table is called in the query */
    static RowFilter of(Optional<Expression> condition, String alias) {
        return condition.map(expression -> of(expression, alias)).orElse(new RowFilter("true", true));
    }

    private static RowFilter of(Expression expression, String alias) {
        if (expression instanceof Column column) {
            return new RowFilter(alias + "." + Identifiers.quote(column.name()) + " IS NOT NULL", true);
        }
        if (expression instanceof NullIf nullIf
                && nullIf.argument() instanceof Column column
                && !nullIf.placeholders().isEmpty()) {
            String name = alias + "." + Identifiers.quote(column.name());
            String placeholders =
                    nullIf.placeholders().stream().map(Identifiers::literal).collect(Collectors.joining(", "));
            // NULL NOT IN (...) is not true, as it should be.
            return new RowFilter(name + "::text NOT IN (" + placeholders + ")", true);
        }
        return new RowFilter("true", false);
    }

    RowFilter and(RowFilter other) {
        return new RowFilter("(" + sql + ") AND (" + other.sql + ")", exact && other.exact);
    }

    RowFilter or(RowFilter other) {
        return new RowFilter("(" + sql + ") OR (" + other.sql + ")", exact && other.exact);
    }

    /** How a count of such rows is to be told. */
    String count(long rows) {
        return (exact ? "" : "at most ") + rows + " rows";
    }
}
