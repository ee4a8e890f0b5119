package io.crosswalk.operations.check.target;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.Ledger;
import io.crosswalk.transformer.MappedTransform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        Set<TableId> accounts = tables.stream()
                .filter(table -> table.account().isPresent())
                .map(TargetTable::id)
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (TargetTable table : tables) {
            boolean ofAccounts = accounts.contains(table.id())
                    || table.idSpace().isEmpty() && table.readsFrom().stream().anyMatch(accounts::contains);
            boolean there = surroundings.target().catalog().table(table.id()).isPresent();
            String name = Identifiers.quote(table.id());
            if (!ofAccounts
                    && there
                    && Query.of("SELECT EXISTS (SELECT FROM " + name + ")").holds(target)) {
                findings.add(Finding.blocker(
                        "target table " + table.id(),
                        "it holds rows already",
                        "no legacy row would ever change or delete them, so crosswalk run refuses to begin",
                        "TRUNCATE " + name + "; -- or name another target"));
            }
        }
        return findings;
    }
}
