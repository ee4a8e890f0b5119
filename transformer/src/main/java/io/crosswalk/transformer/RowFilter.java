package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Tells which legacy rows are migrated. Immutable, safe from any thread.
 *
 * @param condition a row is migrated while this is not null; empty when every row is
 * @param binding where it is evaluated
 */
record RowFilter(Optional<Expression> condition, Binding binding) {

    /** For tables of which every row is migrated. */
    boolean takesAll() {
        return condition.isEmpty();
    }

    /**
     * What the condition says of a row: null for one that is left behind, a refusal where it cannot tell, anything else for one that is
     * migrated. An unknown value did not change, so the row is where it was.
     */
    @Nullable
    Object verdict(Row legacy) {
        return condition.isEmpty() ? "" : condition.get().evaluate(legacy, binding);
    }
}
