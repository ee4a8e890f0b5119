package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable.Column;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Columns that the legacy server computes: they are not in the WAL, so the target has to compute them too. */
public final class ComputedColumns implements Inspection {

    @Override
    public String subject() {
        return "generated columns";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            List<String> generated = surroundings.source().catalog().table(table.id()).orElseThrow().columns().stream()
                    .filter(Column::generated)
                    .map(Column::name)
                    .toList();
            if (!generated.isEmpty()) {
                findings.add(Finding.note(
                        "source table " + table.id(),
                        "the server computes " + String.join(", ", generated),
                        "generated columns never arrive; where the new application needs them, the target computes them itself",
                        null));
            }
        }
        return findings;
    }
}
