package io.crosswalk.operations.check.target.types;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.Surroundings.Pair;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.UnwritableColumns;
import io.crosswalk.postgres.UnwritableColumns.Unwritable;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mapped target columns of the few types that PostgreSQL reads no text as. */
public final class UnwritableTypes implements Inspection {

    @Override
    public String subject() {
        return "types that nothing can be written to";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Map<TableId, Set<String>> written = new HashMap<>();
        for (Pair pair : surroundings.pairs()) {
            written.computeIfAbsent(pair.held().id(), table -> new HashSet<>())
                    .addAll(pair.target().columns().keySet());
        }
        return UnwritableColumns.of(surroundings.target().connection(), written.keySet()).stream()
                .filter(column -> written.getOrDefault(column.table(), Set.of()).contains(column.column()))
                .map(UnwritableTypes::finding)
                .toList();
    }

    private static Finding finding(Unwritable column) {
        return Finding.blocker(
                "target column " + column.table() + "." + column.column(),
                "it is " + column.type()
                        + (column.part().equals(column.type()) ? "" : ", which holds " + column.part()),
                "PostgreSQL reads no text as " + column.part() + ", so no value could be written",
                "give the column the type text, or drop the legacy column in the mapping");
    }
}
