package io.crosswalk.operations.check.source;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.postgres.Identifiers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Columns of one table whose names differ by case alone: the decoder takes them for one column and stops. */
public final class CaseTwins implements Inspection {

    @Override
    public String subject() {
        return "columns that differ by case only";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : surroundings.sourceTables()) {
            Map<String, List<String>> byLowerCase = new TreeMap<>();
            for (String column : table.columns().names()) {
                byLowerCase
                        .computeIfAbsent(column.toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(column);
            }
            byLowerCase.values().stream()
                    .filter(twins -> twins.size() > 1)
                    .forEach(twins -> findings.add(twins(table, twins)));
        }
        return findings;
    }

    private static Finding twins(SourceTable table, List<String> twins) {
        String last = twins.get(twins.size() - 1);
        return Finding.blocker(
                "source table " + table.id(),
                "the columns " + String.join(", ", twins) + " differ by case only",
                "Debezium takes them for one column, and the stream stops",
                "ALTER TABLE " + Identifiers.quote(table.id()) + " RENAME COLUMN " + Identifiers.quote(last) + " TO "
                        + Identifiers.quote(last + "_2") + "; -- together with the application");
    }
}
