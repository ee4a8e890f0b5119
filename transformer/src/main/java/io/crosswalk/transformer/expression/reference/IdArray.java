package io.crosswalk.transformer.expression.reference;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * An array of legacy ids as an array of new ones, with its nulls, dimensions and bounds.
 *
 * @param argument the array in PostgreSQL's text form
 * @param table the legacy table whose ids they are
 */
public record IdArray(Expression argument, TableId table) implements Reference {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (!(value instanceof String text)) {
            return value;
        }
        Object array = ArrayText.rewrite(text, id -> binding.reference(table, id, legacy));
        return array != null ? array : new Refusal("what is in " + String.join(", ", columns()) + " is no array");
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }

    @Override
    public Collection<TableId> legacyTables() {
        return List.of(table);
    }

    @Override
    public boolean givesAccounts() {
        return true;
    }
}
