package io.crosswalk.transformer;

import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the legacy tables whose updates must carry the whole row. A value that PostgreSQL stores out of line (TOAST) is missing from
 * an update that does not change it. A target column made of that value alone did not change either; but one made of two needs both
 * as soon as one of them changed. And a row that begins to exist on an update, because a condition turned, is needed whole.
 *
 * <p>Two kinds of columns never count: those of the key, which every update carries, and those of references. An id is
 * too short to be worth storing out of line, and whole images of the largest tables would burden the legacy application.
 */
final class WholeImages {

    /** Types whose values are never stored out of line (manual, section 66.2). Of all others one cannot be sure by their name. */
    private static final Set<String> ALWAYS_IN_LINE = Set.of(
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "real",
            "double precision",
            "date",
            "interval",
            "uuid",
            "money",
            "oid",
            "\"char\"",
            "name",
            "macaddr",
            "macaddr8",
            "pg_lsn",
            "point");

    private WholeImages() {}

    static boolean needed(TableMapping table, SourceTable source) {
        return table.outputs().stream().anyMatch(target -> needed(table, target, source));
    }

    private static boolean needed(TableMapping table, TargetMapping target, SourceTable source) {
        List<Expression> conditions = Stream.concat(table.filter().stream(), target.condition().stream())
                .toList();
        boolean mayTurn = conditions.stream()
                .anyMatch(condition -> !beyondTheKey(condition, source).isEmpty());
        return Stream.concat(conditions.stream(), target.columns().values().stream())
                .filter(expression -> !isReference(expression))
                .map(expression -> beyondTheKey(expression, source))
                .filter(columns -> mayTurn || columns.size() > 1)
                .anyMatch(columns -> columns.stream().anyMatch(column -> mayLieOutside(source, column)));
    }

    private static boolean isReference(Expression expression) {
        boolean ofColumns = expression.arguments().stream().allMatch(Column.class::isInstance);
        boolean several = expression instanceof CompositeId || expression instanceof PolymorphicId;
        return expression instanceof TenantOf
                || expression instanceof IdOf
                || expression instanceof AccountOf
                || (several && ofColumns);
    }

    private static List<String> beyondTheKey(Expression expression, SourceTable source) {
        return expression.columns().stream()
                .filter(column -> !source.key().contains(column))
                .toList();
    }

    private static boolean mayLieOutside(SourceTable source, String column) {
        String type = source.types().getOrDefault(column, "");
        boolean time = (type.startsWith("time") || type.startsWith("interval")) && !type.endsWith("[]");
        return !time && !ALWAYS_IN_LINE.contains(type);
    }
}
