package io.crosswalk.operations.check.target;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.transformer.MappedTransform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A migration begins with empty target tables; accounts, and what belongs to them, may be there. */
public final class OccupiedTables implements Inspection {

    @Override
    public String subject() {
        return "empty target tables";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Connection target = surroundings.target().connection();
        List<TargetTable> tables =
                surroundings.transform().map(MappedTransform::targets).orElse(List.of());
        boolean begun = new Ledger(surroundings.settings().name()).read(target).isPresent();
        if (begun) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (TableId table : OccupiedTargets.of(target, tables)) {
            findings.add(Finding.blocker(
                    "target table " + table,
                    "it holds rows already",
                    "no legacy row would ever change or delete them, so crosswalk run refuses to begin",
                    "TRUNCATE " + Identifiers.quote(table) + "; -- or name another target"));
        }
        return findings;
    }
}
