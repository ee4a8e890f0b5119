package io.crosswalk.transformer.expression.reference;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The one new id of a row whose legacy key has several columns: the id of their {@link Key#joined joined} values. Null as soon as one
 * of them is, as a foreign key of several columns refers to nothing then.
 *
 * @param arguments the values in the order of the legacy key, at least two
 * @param table the legacy table whose key space the id belongs to
 */
public record CompositeId(List<Expression> arguments, TableId table) implements Reference {

    public CompositeId {
        arguments = List.copyOf(arguments);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        List<String> values = new ArrayList<>();
        boolean some = false;
        for (Expression argument : arguments) {
            Object value = argument.evaluate(legacy, binding);
            if (value == Row.ABSENT || value instanceof Refusal) {
                return value;
            }
            some = some || !(value instanceof String);
            values.add(String.valueOf(value));
        }
        return some ? null : binding.id(table, Key.joined(values), legacy);
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
