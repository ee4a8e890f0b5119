package io.crosswalk.operations.plan.derivation;

import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.reference.CompositeId;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries the expression that makes a parent's key over to the columns that refer to it. */
final class Renaming {

    private Renaming() {}

    /**
     * The same expression over other columns; empty where it reads a column without another name, or cannot name a row.
     *
     * @param columns other names of columns
     */
    static Optional<Expression> renamed(Expression expression, Map<String, String> columns) {
        if (expression instanceof Column column) {
            return Optional.ofNullable(columns.get(column.name())).map(Column::new);
        }
        if (expression instanceof IdOf id) {
            return renamed(id.argument(), columns).map(argument -> new IdOf(argument, id.table()));
        }
        if (expression instanceof CompositeId id) {
            List<Expression> arguments = id.arguments().stream()
                    .flatMap(argument -> renamed(argument, columns).stream())
                    .toList();
            return arguments.size() == id.arguments().size()
                    ? Optional.of(new CompositeId(arguments, id.table()))
                    : Optional.empty();
        }
        if (expression instanceof AccountOf account) {
            return renamed(account.argument(), columns).map(AccountOf::new);
        }
        return Optional.empty();
    }
}
