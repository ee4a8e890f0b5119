package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * The new id of the row that a legacy id names.
 *
 * @param argument the legacy id
 * @param table the legacy table whose key space the id belongs to
 */
public record IdOf(Expression argument, TableId table) implements Reference {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text ? binding.id(table, text, legacy) : value;
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
        return false;
    }
}
