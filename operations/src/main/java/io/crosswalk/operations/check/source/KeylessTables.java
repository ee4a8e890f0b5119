package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.postgres.Identifiers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tables without any key are identified by all their columns, so none of them may hold NULL, and no row may be there twice. */
public final class KeylessTables implements Inspection {

    @Override
    public String subject() {
        return "tables without a key";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            if (table.key().size() == 0) {
                findings.add(judge(surroundings, table));
            }
        }
        return findings;
    }

    private static Finding judge(Surroundings surroundings, SourceTable table) throws SQLException {
        String name = Identifiers.quote(table.id());
        String columns = Identifiers.quoteAll(table.columns().names());
        List<String> nullable = surroundings.source().catalog().table(table.id()).orElseThrow().columns().stream()
                .filter(column -> !column.notNull() && !column.generated())
                .map(column -> Identifiers.quote(column.name()) + " IS NULL")
                .toList();
        boolean nulls = !nullable.isEmpty()
                && Query.of("SELECT EXISTS (SELECT FROM " + name + " WHERE " + String.join(" OR ", nullable) + ")")
                        .holds(surroundings.source().connection());
        String where = "source table " + table.id();
        String mend = "ALTER TABLE " + name + " ADD PRIMARY KEY (" + columns
                + "); -- or fewer columns, or leave the table out: skip: true";
        if (nulls) {
            return Finding.blocker(
                    where,
                    "it has no key, and rows with NULL",
                    "such a row cannot be told from others: the stream stops at its first change",
                    mend);
        }
        return Finding.warning(
                where,
                "it has no primary key and no unique key without NULL",
                nullable.isEmpty()
                        ? "its rows are identified by all their columns; two equal rows become one"
                        : "its rows are identified by all their columns; the first row with NULL stops the stream",
                mend);
    }
}
