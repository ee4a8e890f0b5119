package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.Surroundings.Pair;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Trim;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** NULL in legacy columns that fill a NOT NULL column of the target, counted. */
public final class RequiredValues implements Inspection {

    @Override
    public String subject() {
        return "NULL where the target wants a value";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : surroundings.pairs()) {
            for (Map.Entry<String, Expression> written : pair.target().columns().entrySet()) {
                boolean required = pair.held()
                        .column(written.getKey())
                        .filter(CatalogTable.Column::notNull)
                        .isPresent();
                Optional<String> column = column(written.getValue()).filter(name -> mayBeNull(pair.legacy(), name));
                if (required && column.isPresent()) {
                    findings.addAll(count(surroundings, pair, written.getKey(), column.get()));
                }
            }
        }
        return findings;
    }

    private static boolean mayBeNull(CatalogTable legacy, String column) {
        return legacy.column(column).filter(found -> !found.notNull()).isPresent();
    }

    /** The column of an expression that is null exactly when the column is. */
    private static Optional<String> column(Expression expression) {
        if (expression instanceof Column column) {
            return Optional.of(column.name());
        }
        boolean passes = expression instanceof Lower
                || expression instanceof Trim
                || expression instanceof IdOf
                || expression instanceof AccountOf
                || expression instanceof Required
                || expression instanceof Seal;
        return passes ? expression.arguments().stream().findFirst().flatMap(RequiredValues::column) : Optional.empty();
    }

    private static List<Finding> count(Surroundings surroundings, Pair pair, String name, String column)
            throws SQLException {
        RowFilter filter = RowFilter.of(pair.mapping().filter(), "s")
                .and(RowFilter.of(pair.target().condition(), "s"));
        String sql = "SELECT count(*) FROM " + Identifiers.quote(pair.source().id()) + " s WHERE s."
                + Identifiers.quote(column) + " IS NULL AND " + filter.sql();
        String where = "target column " + pair.held().id() + "." + name;
        return Measured.count(
                surroundings.source(),
                sql,
                where,
                "rows with NULL in " + pair.source().id() + "." + column,
                count -> Finding.warning(
                        where,
                        "it is NOT NULL, and " + filter.count(count) + " have NULL in "
                                + pair.source().id() + "." + column,
                        "these rows wait in the quarantine",
                        name + ": { coalesce: [" + column + ", { constant: \"...\" }] } in the mapping; or ALTER TABLE "
                                + Identifiers.quote(pair.held().id()) + " ALTER COLUMN " + Identifiers.quote(name)
                                + " DROP NOT NULL;"));
    }
}
