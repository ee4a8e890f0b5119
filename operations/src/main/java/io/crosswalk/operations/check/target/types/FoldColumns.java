package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.mapping.FoldMapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns that rows are folded into have to hold JSON. That they exist, the mapping's own check tells. */
public final class FoldColumns implements Inspection {

    @Override
    public String subject() {
        return "columns that rows are folded into";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (TableMapping table : surroundings.migrated()) {
            for (FoldMapping fold : table.folds()) {
                Optional<Column> column = surroundings
                        .target()
                        .catalog()
                        .table(fold.into())
                        .flatMap(found -> found.column(fold.column()));
                column.flatMap(held -> judge(fold.into(), held)).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** A column that takes no JSON. */
    static Optional<Finding> judge(TableId table, Column column) {
        if (column.castType().equals("json") || column.castType().equals("jsonb")) {
            return Optional.empty();
        }
        return Optional.of(Finding.blocker(
                "target column " + table + "." + column.name(),
                "its type is " + column.type() + ", and rows are folded into it as JSON",
                "no row could be folded",
                "ALTER TABLE " + Identifiers.quote(table) + " ALTER COLUMN " + Identifiers.quote(column.name())
                        + " TYPE jsonb USING " + Identifiers.quote(column.name()) + "::jsonb;"));
    }
}
