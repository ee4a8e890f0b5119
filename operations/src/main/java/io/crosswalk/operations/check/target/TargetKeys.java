package io.crosswalk.operations.check.target;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.Surroundings.Pair;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.Identifiers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The key of each target is unique there, and every column that must have a value gets one. */
public final class TargetKeys implements Inspection {

    @Override
    public String subject() {
        return "keys and required columns of the target";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        // Identity columns fill themselves, and have no default in the catalog.
        List<String> identities = Query.of("""
                        SELECT n.nspname || '.' || c.relname || '/' || a.attname
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE a.attidentity <> '' AND NOT a.attisdropped AND n.nspname = ANY (?)""", surroundings.target().schemas())
                .texts(surroundings.target().connection());
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : surroundings.pairs()) {
            List<String> key = pair.target().key().names();
            if (!pair.held().isUnique(key)) {
                findings.add(Finding.blocker(
                        "target table " + pair.held().id(),
                        "no unique index on its key " + String.join(", ", key),
                        "rows are found and written by their key (ON CONFLICT)",
                        "ALTER TABLE " + Identifiers.quote(pair.held().id()) + " ADD PRIMARY KEY ("
                                + Identifiers.quoteAll(key) + ");"));
            }
            for (Column column : pair.held().columns()) {
                if (isForgotten(pair, column)
                        && !identities.contains(pair.held().id() + "/" + column.name())) {
                    findings.add(forgotten(pair, column));
                }
            }
        }
        return findings;
    }

    private static boolean isForgotten(Pair pair, Column column) {
        return column.notNull()
                && column.defaultExpression() == null
                && !column.generated()
                && !pair.target().columns().containsKey(column.name());
    }

    private static Finding forgotten(Pair pair, Column column) {
        return Finding.blocker(
                "target table " + pair.held().id(),
                "its column " + column.name() + " is NOT NULL without a default, and the mapping gives it no value",
                "no row could be written",
                "add " + column.name() + " to " + pair.target().path() + ".columns; or ALTER TABLE "
                        + Identifiers.quote(pair.held().id()) + " ALTER COLUMN " + Identifiers.quote(column.name())
                        + " DROP NOT NULL;");
    }
}
