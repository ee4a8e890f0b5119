package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;

import java.util.List;

/**
 * A foreign key of a target table.
 *
 * @param name its name, shortened to what PostgreSQL keeps
 * @param clauses MATCH, ON DELETE, ON UPDATE and DEFERRABLE, as SQL; empty for none
 */
public record ForeignKeyDesign(
        String name,
        TableId table,
        List<String> columns,
        TableId referenced,
        List<String> referencedColumns,
        String clauses) {

    public ForeignKeyDesign {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** What follows ADD CONSTRAINT and the name. */
    public String definition() {
        return "FOREIGN KEY (" + Identifiers.quoteAll(columns) + ") REFERENCES " + Identifiers.quote(referenced) + " ("
                + Identifiers.quoteAll(referencedColumns) + ")" + (clauses.isEmpty() ? "" : " " + clauses);
    }
}
