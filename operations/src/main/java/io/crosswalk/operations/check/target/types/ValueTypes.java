package io.crosswalk.operations.check.target.types;

import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.cast.Cast;
import io.crosswalk.transformer.expression.cast.Conversion;
import io.crosswalk.transformer.expression.cast.ToBoolean;
import io.crosswalk.transformer.expression.cast.ToDate;
import io.crosswalk.transformer.expression.cast.ToTimestamptz;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.Only;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;

import java.util.List;
import java.util.Optional;

/** What type the values of an expression have, where that can be told without values. */
final class ValueTypes {

    private ValueTypes() {}

    /** The type as {@code format_type} writes it; empty where only the values can tell, as with constants and value maps. */
    static Optional<String> of(Expression expression, SourceTable table) {
        if (expression instanceof Column column) {
            return Optional.ofNullable(table.types().get(column.name()));
        }
        if (expression instanceof IdOf
                || expression instanceof CompositeId
                || expression instanceof PolymorphicId
                || expression instanceof AccountOf
                || expression instanceof TenantOf) {
            return Optional.of("uuid");
        }
        if (expression instanceof IdArray) {
            return Optional.of("uuid[]");
        }
        if (expression instanceof Numeric) {
            return Optional.of("numeric");
        }
        if (expression.isJson() || expression instanceof JsonIds) {
            return Optional.of("json");
        }
        if (expression instanceof Cast cast) {
            return of(cast.conversion());
        }
        if (expression instanceof Seal
                || expression instanceof Concat
                || expression instanceof Lower
                || expression instanceof Trim) {
            return Optional.of("text");
        }
        if (expression instanceof NullIf || expression instanceof Only || expression instanceof Required) {
            return of(expression.arguments().get(0), table);
        }
        return expression instanceof Coalesce coalesce ? common(coalesce.arguments(), table) : Optional.empty();
    }

    private static Optional<String> of(Conversion conversion) {
        if (conversion instanceof ToBoolean) {
            return Optional.of("boolean");
        }
        if (conversion instanceof ToDate) {
            return Optional.of("date");
        }
        return conversion instanceof ToTimestamptz ? Optional.of("timestamp with time zone") : Optional.empty();
    }

    private static Optional<String> common(List<Expression> arguments, SourceTable table) {
        List<Optional<String>> types = arguments.stream()
                .map(argument -> of(argument, table))
                .distinct()
                .toList();
        return types.size() == 1 ? types.get(0) : Optional.empty();
    }
}
