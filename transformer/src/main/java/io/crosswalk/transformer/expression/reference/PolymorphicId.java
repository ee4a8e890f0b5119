package io.crosswalk.transformer.expression.reference;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The new id of a row of one of several tables; another value says which.
 *
 * @param argument the legacy id
 * @param by the name of the table, as the legacy application calls it
 * @param tables the tables by these names
 * @param refuse whether a row with another name is refused; else its reference becomes null
 */
public record PolymorphicId(Expression argument, Expression by, Map<String, TableId> tables, boolean refuse)
        implements Reference {

    public PolymorphicId {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object id = argument.evaluate(legacy, binding);
        if (!(id instanceof String text)) {
            return id;
        }
        Object name = by.evaluate(legacy, binding);
        if (name == Row.ABSENT || name instanceof Refusal) {
            return name;
        }
        TableId table = name instanceof String known ? tables.get(known) : null;
        if (table != null) {
            return binding.reference(table, text, legacy);
        }
        return refuse
                ? new Refusal("the mapping names no table for what is in " + String.join(", ", by.columns()))
                : null;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument, by);
    }

    @Override
    public Collection<TableId> legacyTables() {
        return tables.values();
    }

    @Override
    public boolean givesAccounts() {
        return true;
    }
}
