package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.postgres.Identifiers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tables without any key are identified by all their columns. Those that may hold NULL are found by {@link StreamObstacles}. */
public final class KeylessTables implements Inspection {

    @Override
    public String subject() {
        return "tables without a key";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            boolean nullable = surroundings.source().catalog().table(table.id()).orElseThrow().columns().stream()
                    .anyMatch(column -> !column.notNull() && !column.generated());
            if (table.key().size() == 0 && !nullable) {
                findings.add(Finding.warning(
                        "source table " + table.id(),
                        "it has no primary key and no unique key",
                        "its rows are identified by all their columns: two equal rows become one",
                        "ALTER TABLE " + Identifiers.quote(table.id()) + " ADD PRIMARY KEY ("
                                + Identifiers.quoteAll(table.columns().names()) + "); -- or fewer columns"));
            }
        }
        return findings;
    }
}
