package io.crosswalk.app.migration.preparation;

import io.crosswalk.operations.check.target.OccupiedTargets;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A migration begins with empty target tables. */
public final class EmptyTarget {

    private EmptyTarget() {}

    /**
     * Looks into every table.
     *
     * @throws SinkException lasting, naming the tables that hold rows
     */
    public static void require(Connection target, List<TargetTable> tables) throws SQLException {
        List<String> occupied = OccupiedTargets.of(target, tables).stream()
                .map(TableId::toString)
                .toList();
        if (!occupied.isEmpty()) {
            throw SinkException.lasting(
                    "the target holds rows already, in " + String.join(", ", occupied)
                            + ": no legacy row would ever change or delete them. Empty these tables, or name another target",
                    null);
        }
    }
}
